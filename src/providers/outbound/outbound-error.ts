/**
 * `not allowed`: the configuration does not name it. `address`: its name leads where nobody may go.
 * `redirect`: it sent us elsewhere. `too large`, `time`: cut off. `unreachable`: no whole answer came.
 */
export type OutboundCode =
  | 'not allowed'
  | 'address'
  | 'redirect'
  | 'too large'
  | 'time'
  | 'unreachable';

/** Nothing is known of what was asked. `why` is for people and holds no secret. */
export class OutboundError extends Error {
  readonly code: OutboundCode;

  constructor(code: OutboundCode, why: string, cause?: unknown) {
    super(why, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
