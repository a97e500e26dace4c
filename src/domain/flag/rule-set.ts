import { z } from 'zod';
import { canonicalText } from '../kernel/canonical.ts';

/** What variants, and states, are called; a state must survive a command line, since it is a version. */
const Word = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be a name of letters, digits, ".", "_" and "-"',
  );
/** Longer than any rule a person reads before they approve it. */
const LONGEST_TARGETING = 16_384;
const MOST = 50;

const Targeting = z
  .record(z.string(), z.json())
  .refine((rule) => JSON.stringify(rule).length <= LONGEST_TARGETING, {
    error: `must be at most ${LONGEST_TARGETING} characters as JSON`,
  });

/** One way the flag can stand: who gets which variant. */
const FlagState = z.strictObject({
  /** The variant of everybody whom `targeting` gives none. */
  serve: z.string(),
  /** JsonLogic as flagd has it, which answers with the name of a variant. */
  targeting: Targeting.optional(),
});

/** A flag as the configuration has it: its values by the names of variants, and its states by theirs. */
export const FlagTarget = z.strictObject({
  variants: z
    .record(Word, z.union([z.boolean(), z.string(), z.number(), z.record(z.string(), z.json())]))
    .refine(fewEnough, { error: `must be 1 to ${MOST}` })
    .refine((all) => new Set(Object.values(all).map((one) => typeof one)).size <= 1, {
      error: 'must all be of one type, since a program asks for that type',
    }),
  states: z.record(Word, FlagState).refine(fewEnough, { error: `must be 1 to ${MOST}` }),
});
export type FlagTarget = z.infer<typeof FlagTarget>;

/** What is deployed of a flag: one state, with all it takes to evaluate it. */
export interface RuleSet extends z.infer<typeof FlagState> {
  readonly flag: string;
  readonly version: string;
  readonly variants: FlagTarget['variants'];
}

/** The state of that name; null where the configuration has none. */
export function ruleSetOf(flag: string, target: FlagTarget, version: string): RuleSet | null {
  const state = Object.hasOwn(target.states, version) ? target.states[version] : undefined;
  return state ? { flag, version, variants: target.variants, ...state } : null;
}

/** What its digest is of: the same whatever the order of keys in the file. */
export function textOf(rules: RuleSet): string {
  return canonicalText(rules);
}

function fewEnough(all: Readonly<Record<string, unknown>>): boolean {
  const { length } = Object.keys(all);
  return length >= 1 && length <= MOST;
}
