import { type Refusal, refuse, sayRefusal } from '../domain/kernel/refusal.ts';

/**
 * A start of the sandbox that cannot go on, thrown where the caller can only print it and leave:
 * `refusal.code` is stable, `message` is the whole paragraph (what, why, what to do instead).
 */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(sayRefusal(refusal));
    this.refusal = refusal;
  }
}

/** Shorthand for the one shape every sandbox refusal has. */
export function refused(code: string, what: string, why: string, fix: string): Refused {
  return new Refused(refuse(code, what, { why, fix }));
}
