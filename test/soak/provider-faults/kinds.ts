export const KINDS = [
  'timeout before the effect',
  'timeout after the effect',
  '429',
  '5xx',
  'connection reset',
  'slow drip',
  'wrong body',
  'lying success',
] as const;
/** One way for a provider to misbehave, once. */
export type Kind = (typeof KINDS)[number];

export const CALLS = ['prestage', 'start', 'shift', 'finish'] as const;
export type CallName = (typeof CALLS)[number];

/** `done`: the effect took place although its answer was lost. */
export interface Trouble {
  readonly kind: Kind;
  readonly call: CallName;
  readonly done: boolean;
}
