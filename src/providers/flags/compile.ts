import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core';
import { z } from 'zod';
import type { RuleSet } from '../../domain/flag/rule-set.ts';
import type { Evaluate, FlagFault } from '../../ports/flags.ts';

const SILENT = { error() {}, warn() {}, info() {}, debug() {} };
/** Rules are interpreted: nothing that stands in a configuration is made into a function of this process. */
const OPTIONS = { disableDynamicCodeGeneration: true };

/**
 * A rule set as flagd evaluates it, under the name of its flag, so that `fractional` puts everybody into the same
 * bucket whatever the version. @throws with what is wrong with it
 */
export function compileRules({ flag, variants, serve, targeting }: RuleSet): Evaluate {
  if (!Object.hasOwn(variants, serve)) throw new Error(`there is no variant "${serve}"`);
  const own = {
    state: 'ENABLED',
    variants,
    defaultVariant: serve,
    ...(targeting && { targeting }),
  };
  const storage = new MemoryStorage(SILENT, OPTIONS);
  try {
    storage.setConfigurations(JSON.stringify({ flags: { [flag]: own } }), true);
  } catch (error) {
    throw new Error(`its targeting is not as flagd has it: ${wordsOf(error)}`, { cause: error });
  }
  const evaluate = evaluatorOf(new FlagdCore(storage, SILENT), flag);
  // What speaks of a method nobody has is found here, and not by whoever asks first.
  const tried = evaluate({});
  if (tried.kind === 'error' && tried.code === 'PARSE_ERROR') throw new Error(tried.why);
  return evaluate;
}

function evaluatorOf(core: FlagdCore, flag: string): Evaluate {
  const compiled = core.getFlag(flag);
  return (context) => {
    const found = compiled?.evaluate({ ...context } as Parameters<typeof compiled.evaluate>[0]);
    if (found?.value === undefined) {
      const torn = found?.reason === 'ERROR' && String(found.errorCode) === 'PARSE_ERROR';
      const code: FlagFault = torn ? 'PARSE_ERROR' : 'GENERAL';
      return { kind: 'error', code, why: found?.errorMessage ?? 'it has no value' };
    }
    const { value, variant, reason } = found;
    return {
      kind: 'value',
      value: value as RuleSet['variants'][string],
      variant: variant ?? '',
      reason: String(reason),
    };
  };
}

const Faults = z.array(
  z.object({
    instancePath: z.string(),
    message: z.string().optional(),
    params: z.object({ additionalProperty: z.string().optional() }).optional(),
  }),
);

/** The deepest fault of a validation in one line, where it tells one of each form that a rule might have had. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const told = /^[^[]*(\[[\s\S]*\])$/.exec(message)?.[1];
  const faults = told === undefined ? [] : (Faults.safeParse(JSON.parse(told)).data ?? []);
  const depthOf = (path: string): number => path.split('/').length;
  const [first] = faults.toSorted((a, b) => depthOf(b.instancePath) - depthOf(a.instancePath));
  if (!first) return message;
  const named = first.params?.additionalProperty;
  const where = first.instancePath.split('/').slice(3).join('.');
  return `${where} ${first.message ?? 'is at fault'}${named === undefined ? '' : `: "${named}"`}`;
}
