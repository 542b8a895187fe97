/** What is wrong with one value: a stable code, a sentence a person can act on, where, the value, what was allowed. */
export interface Issue {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: string;
  readonly value?: string;
  readonly allowed?: string;
}

/** The base of every error of the product: `code` is stable, the message is for a person, `cause` is passed on. */
export class ProductError extends Error {
  readonly code: string;
  readonly issues: readonly Issue[];

  constructor(code: string, message: string, options: { issues?: readonly Issue[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProductError';
    this.code = code;
    this.issues = options.issues ?? [];
  }
}

/** A day that cannot be published as it is: what was published stands. Trying again would not mend it. */
export class DayBlocked extends ProductError {}

/** A file that is not read at all; the last accepted version of its key stays in force. */
export class FileRefused extends ProductError {
  constructor(issue: Issue) {
    super(issue.code, issue.message, { issues: [issue] });
    this.name = 'FileRefused';
  }
}
