/** Something in a template or a request that the embedded cloud does not do; said by name, never passed over. */
export class NotEmulated extends Error {
  readonly code = 'NOT_EMULATED';
  constructor(what: string) {
    super(`the embedded cloud does not know ${what}; add it to local/cloud, or to the list of what is accepted and not emulated`);
    this.name = 'NotEmulated';
  }
}

/** An answer that AWS would give as an error: HTTP status, the service's error code, a message. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
  }
}
