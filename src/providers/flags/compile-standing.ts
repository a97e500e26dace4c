import type { RuleSet } from '../../domain/flag/rule-set.ts';
import type { Evaluate, Evaluated, FlagCopy, Kept } from '../../ports/flags.ts';
import { compileRules } from './compile.ts';

const NOT_THERE: Evaluated = {
  kind: 'error',
  code: 'FLAG_NOT_FOUND',
  why: 'nothing of this flag is given to whom was asked for',
};
const NO_KEY: Evaluated = {
  kind: 'error',
  code: 'TARGETING_KEY_MISSING',
  why: 'a share of people has another state of this flag, and without a targetingKey nobody is one of them',
};
/** Who is in no share: what a variant cannot be called, since digests are. */
const REST = 'rest';

/**
 * A flag as it stands: whom everybody gets the same is asked for nothing, and in a ramp the targeting key says which
 * state somebody has. One that can no longer be evaluated says so, and leaves the others alone.
 */
export function compileStanding({ flag, standing }: FlagCopy): Evaluate {
  const served = standing.live.filter(({ percent }) => percent > 0);
  const all = new Map(
    served.map(({ digest }) => [digest as string, stateOf(standing.kept, digest)]),
  );
  const [first] = served;
  if (!first) return () => NOT_THERE;
  if (first.percent === 100) return all.get(first.digest) ?? (() => NOT_THERE);
  const share = compileRules(rampOf(flag, served));
  return (context) => {
    if (typeof context['targetingKey'] !== 'string' || context['targetingKey'] === '')
      return NO_KEY;
    const cut = share(context);
    const found = cut.kind === 'value' ? all.get(cut.variant)?.(context) : cut;
    if (found?.kind !== 'value') return found ?? NOT_THERE;
    return { ...found, reason: found.reason === 'TARGETING_MATCH' ? found.reason : 'SPLIT' };
  };
}

function stateOf(kept: readonly Kept[], digest: string): Evaluate {
  const found = kept.find((one) => one.digest === digest);
  if (!found) return () => NOT_THERE;
  const { version } = found;
  try {
    const evaluate = compileRules(found.rules);
    return (context) => {
      const told = evaluate(context);
      return told.kind === 'value' ? { ...told, from: { version, digest: found.digest } } : told;
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return () => ({ kind: 'error', code: 'PARSE_ERROR', why });
  }
}

/** Cut from the front, where the version lies that was started last, so that a share that grows keeps everybody. */
function rampOf(flag: string, served: FlagCopy['standing']['live']): RuleSet {
  const shares = served.map(({ digest, percent }): [string, number] => [digest, percent]);
  const left = 100 - shares.reduce((sum, [, percent]) => sum + percent, 0);
  const cuts: [string, number][] = left > 0 ? [...shares, [REST, left]] : shares;
  return {
    flag,
    version: 'ramp',
    variants: Object.fromEntries(cuts.map(([name]) => [name, name])),
    serve: cuts[0]?.[0] ?? REST,
    targeting: { fractional: cuts },
  };
}
