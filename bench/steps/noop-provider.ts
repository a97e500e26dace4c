import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Effect } from '../../src/ports/deployer.ts';
import type { Provider } from '../../src/ports/provider.ts';

/** A world in which everything is done as soon as it is asked for. */
export function createNoopProvider(): Provider {
  const serving = new Map<string, Artifact>();
  const done = async (): Promise<Effect> => ({ kind: 'done' });
  return {
    name: 'noop',
    patienceMs: 10_000,
    deployer: {
      name: 'noop',
      dedup: 'key',
      prestage: done,
      start: done,
      shift(call, artifact) {
        serving.set(call.service, artifact);
        return done();
      },
      finish: done,
      async observe({ service }) {
        const now = serving.get(service);
        return { live: now ? [{ ...now, percent: 100, healthy: true }] : [], staged: [] };
      },
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
