import type { Artifact } from '../../../src/domain/artifact/artifact.ts';
import type { FlagTarget } from '../../../src/domain/flag/rule-set.ts';
import type { FlagStandings } from '../../../src/ports/flags.ts';
import { createFlagsProvider } from '../../../src/providers/flags/index.ts';
import { type ConformanceWorld, type EffectName, handsOf } from '../conformance-world.ts';

const beta = { if: [{ '==': [{ var: 'plan' }, 'beta'] }, 'on', null] };
const spare = Object.fromEntries(
  Array.from({ length: 9 }, (_, i) => [`spare-${i}`, { serve: i % 2 ? 'on' : 'off' }]),
);

/** A flag of which every state but one can be evaluated. */
export const basket: FlagTarget = {
  variants: { on: true, off: false },
  states: {
    off: { serve: 'off' },
    'on-for-beta': { serve: 'off', targeting: beta },
    on: { serve: 'on', targeting: { if: [{ '==': [{ var: 'plan' }, 'none'] }, 'off', null] } },
    torn: { serve: 'on', targeting: { whether: [true] } },
    ...spare,
  },
};

interface Faults {
  loses: EffectName | null;
  hangs: EffectName | null;
}

let number = 0;

/** One flag in an environment of its own, which is off for everybody. */
export async function makeFlagWorld(store: FlagStandings): Promise<ConformanceWorld> {
  const target = { service: 'new-basket', environment: `production-${++number}` };
  const faults: Faults = { loses: null, hangs: null };
  const standings = faulty(store, faults);
  const provider = createFlagsProvider(standings);
  const artifactOf = async (version: string): Promise<Artifact> => {
    const found = await provider.artifacts.resolve(target, basket, version);
    if (found.kind !== 'found') throw new Error(`there is no ${version}`);
    return found.artifact;
  };
  const [live, next, torn, ...spares] = await Promise.all(
    ['off', 'on', 'torn', ...Object.keys(spare)].map(artifactOf),
  );
  if (!live || !next || !torn) throw new Error('the flag has too few states');
  const world: ConformanceWorld = {
    provider: namingEffects(provider),
    target,
    placement: basket,
    epoch: 1,
    live,
    next,
    changes: [
      'on (true) for whom no rule targets, until now off (false)',
      'a rule targets {"if":[{"==":[{"var":"plan"},"none"]},"off",null]}',
    ],
    changesBack: [
      'off (false) for everybody, until now on (true)',
      'no rule targets anybody, until now {"if":[{"==":[{"var":"plan"},"none"]},"off",null]}',
    ],
    crashing: { artifact: torn, words: 'whether' },
    notPulled: () => {
      const one = spares.pop();
      if (!one) throw new Error('the flag has no more states');
      return one;
    },
    absent: { version: 'never', digest: `sha256:${'9'.repeat(64)}` },
    async performed() {
      return (await standings.read(target)).done;
    },
    async loseAnswer(kind) {
      faults.loses = kind;
    },
    async hang(kind) {
      faults.hangs = kind;
    },
    stop: async () => {},
  };
  const hands = handsOf(world);
  await hands.bring(live);
  await hands.done('finish', (call) => hands.deployer.finish(call, live, null));
  return world;
}

/** Which effect is under way, so that a fault of the store hits the right one. */
let underWay: EffectName | null = null;

function namingEffects(provider: ConformanceWorld['provider']): ConformanceWorld['provider'] {
  const { deployer } = provider;
  const named = <A extends readonly unknown[], T>(kind: EffectName, run: (...asked: A) => T) => {
    return (...asked: A): T => {
      underWay = kind;
      return run(...asked);
    };
  };
  return {
    ...provider,
    deployer: {
      ...deployer,
      prestage: named('prestage', deployer.prestage),
      start: named('start', deployer.start),
      shift: named('shift', deployer.shift),
      finish: named('finish', deployer.finish),
    },
  };
}

function faulty(standings: FlagStandings, faults: Faults): FlagStandings {
  return {
    read: standings.read,
    async decide(target, decide) {
      const kind = underWay;
      if (faults.hangs !== null && faults.hangs === kind) {
        faults.hangs = null;
        return new Promise(() => {});
      }
      const answer = await standings.decide(target, decide);
      if (faults.loses === null || faults.loses !== kind) return answer;
      faults.loses = null;
      throw new Error('the connection was lost after the commit');
    },
  };
}
