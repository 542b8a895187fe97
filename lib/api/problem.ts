import { ProductError } from '../errors.ts';

/** What went wrong, as RFC 9457 has it; nothing of the request is repeated. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  /** Parameters at fault, all at once. */
  readonly errors?: readonly { readonly parameter: string; readonly message: string }[];
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not as the description says',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Changed by others',
  413: 'Too large',
  415: 'Of a type that is not read',
  422: 'The request cannot be answered',
  500: 'Something went wrong here',
  503: 'Not available now',
};

/** An answer that is no success; `code` is stable, `detail` a sentence a person can act on. */
export class Refusal extends ProductError {
  readonly status: number;
  readonly errors: Problem['errors'];

  constructor(status: number, code: string, detail: string, errors?: Problem['errors']) {
    super(code, detail);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
  }
}

/** One answer for a person who is unknown and one who may not be seen: nobody can tell them apart. */
export function forbidden(): Refusal {
  return new Refusal(403, 'FORBIDDEN', 'You may not see this, or it does not exist.');
}

export function problemOf(cause: unknown): Problem {
  if (!(cause instanceof Refusal)) return problem(500, 'INTERNAL', 'The fault is noted under the request id.');
  return { ...problem(cause.status, cause.code, cause.message), ...(cause.errors === undefined ? {} : { errors: cause.errors }) };
}

function problem(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Refused', status, code, detail };
}
