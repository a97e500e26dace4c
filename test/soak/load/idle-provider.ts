import { createHash } from 'node:crypto';
import type { Artifact } from '../../../src/domain/artifact/artifact.ts';
import type { Target } from '../../../src/domain/kernel/target.ts';
import type { Call, Effect, Live } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';

const SHIFT_MS = 20_000;
const FIRST = '1.0.0';

function artifactOf({ service }: Pick<Target, 'service'>, version: string): Artifact {
  const hash = createHash('sha256').update(`${service}@${version}`).digest('hex');
  return { version, digest: `sha256:${hash}` };
}

/** Does nothing, at once, but for a shift, which takes twenty seconds. It keeps one row a target. */
export function createIdleProvider(): Provider {
  const live = new Map<string, readonly Live[]>();
  const shifting = new Map<string, { readonly key: string; readonly until: number }>();
  const nameOf = ({ service, environment }: Target): string => `${service}/${environment}`;
  const liveAt = (target: Target): readonly Live[] =>
    live.get(nameOf(target)) ?? [{ ...artifactOf(target, FIRST), percent: 100, healthy: true }];
  const done: Effect = { kind: 'done' };

  function shift(call: Call, artifact: Artifact, percent: number): Effect {
    const name = nameOf(call);
    const under = shifting.get(name);
    if (under?.key !== call.key)
      shifting.set(name, { key: call.key, until: Date.now() + SHIFT_MS });
    const leftMs = (shifting.get(name)?.until ?? 0) - Date.now();
    if (percent < 100 && leftMs > 0) return { kind: 'running', againInMs: leftMs };
    live.set(
      name,
      liveAt(call).map((one) => {
        const own = one.digest === artifact.digest;
        return { ...one, percent: own ? percent : 100 - percent };
      }),
    );
    return done;
  }

  return {
    name: 'fleet',
    patienceMs: 2_000,
    metrics: null,
    artifacts: {
      resolve: async (target, _, version) => ({
        kind: 'found',
        artifact: artifactOf(target, version),
      }),
    },
    deployer: {
      name: 'idle',
      dedup: 'key',
      prestage: async () => done,
      async start(call, artifact) {
        const others = liveAt(call).filter((one) => one.digest !== artifact.digest);
        live.set(nameOf(call), [...others, { ...artifact, percent: 0, healthy: true }]);
        return done;
      },
      shift: async (call, artifact, _rest, percent) => shift(call, artifact, percent),
      async finish(call, artifact) {
        live.set(nameOf(call), [{ ...artifact, percent: 100, healthy: true }]);
        return done;
      },
      observe: async (target) => ({
        live: liveAt(target),
        staged: liveAt(target).map(({ digest }) => digest),
      }),
    },
  };
}
