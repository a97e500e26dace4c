import { FlagTarget, ruleSetOf } from '../../domain/flag/rule-set.ts';
import type { Room } from '../../domain/strategies/fits.ts';
import { compileRules } from './compile.ts';

/**
 * What a service with `provider: flags` says of itself in `target`: a flag, whose states are its versions.
 *
 *   variants  its values by name, all of one type: `{ on: true, off: false }`
 *   states    what can be deployed, by name: `serve` is the variant of everybody whom `targeting` (JsonLogic as
 *             flagd has it, which answers with the name of a variant) gives none
 */
export const flagsTarget = FlagTarget.superRefine((target, context) => {
  for (const version of Object.keys(target.states)) {
    const message = faultOf(target, version);
    if (message !== null) context.addIssue({ code: 'custom', path: ['states', version], message });
  }
});

function faultOf(target: FlagTarget, version: string): string | null {
  try {
    const rules = ruleSetOf('flag', target, version);
    if (rules) compileRules(rules);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Any number of rule sets side by side, and any share, cut by who asks. */
export function flagsRoom(): Room {
  return { slots: null, weights: true };
}
