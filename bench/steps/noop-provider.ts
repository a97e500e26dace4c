import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Effect, Live } from '../../src/ports/deployer.ts';
import type { Provider } from '../../src/ports/provider.ts';

/** A world in which everything is done as soon as it is asked for, and can be seen to be. */
export function createNoopProvider(): Provider {
  const worlds = new Map<string, readonly Live[]>();
  const done: Effect = { kind: 'done' };
  const liveIn = (service: string): readonly Live[] => worlds.get(service) ?? [];
  const live = (artifact: Artifact, percent: number): Live => ({
    ...artifact,
    percent,
    healthy: true,
  });
  return {
    name: 'noop',
    patienceMs: 10_000,
    deployer: {
      name: 'noop',
      dedup: 'key',
      prestage: async () => done,
      async start({ service }, artifact) {
        const others = liveIn(service).filter(({ digest }) => digest !== artifact.digest);
        worlds.set(service, [...others, live(artifact, 0)]);
        return done;
      },
      async shift({ service }, artifact, rest, percent) {
        const before = rest ? [live(rest, 100 - percent)] : [];
        worlds.set(service, [...before, live(artifact, percent)]);
        return done;
      },
      async finish({ service }, artifact, standby) {
        worlds.set(service, [...(standby ? [live(standby, 0)] : []), live(artifact, 100)]);
        return done;
      },
      observe: async ({ service }) => ({ live: liveIn(service), staged: [] }),
    },
    artifacts: {
      resolve: async (_target, _placement, ref) => ({ kind: 'found', artifact: artifactOf(ref) }),
    },
    metrics: null,
  };
}

/** The version's own name in place of the hash of its bytes, of which there are none. */
export function artifactOf(version: string): Artifact {
  return { version, digest: `sha256:${version.padStart(64, '0')}` };
}
