/** A start that cannot go on. `message` is all that a person reads: what, why, what to do instead. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** A start that was asked to stop before it was through: nothing went wrong. */
export class StoppedEarly extends Error {
  override readonly name = 'StoppedEarly';
}
