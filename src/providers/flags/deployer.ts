import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Call, Deployer, Effect } from '../../ports/deployer.ts';
import type { FlagStanding, FlagStandings, Kept } from '../../ports/flags.ts';
import { writtenAs } from './artifacts.ts';
import { compileRules } from './compile.ts';
import {
  type EffectName,
  failed,
  finished,
  perform,
  prestaged,
  shifted,
  started,
} from './effects.ts';

/** Rule sets as a Deployer: a share is a share of people, each of whom keeps what they had while it grows. */
export function createFlagDeployer(name: string, standings: FlagStandings): Deployer {
  function ask(kind: EffectName, call: Call, wish: Parameters<typeof perform>[2]): Promise<Effect> {
    return untilGivenUp(call.signal, standings.decide(call, perform(kind, call, wish)));
  }
  return {
    name,
    dedup: 'key',
    prestage: (call, artifacts) =>
      ask('prestage', call, (standing) => {
        const found = artifacts.map((one) => foundIn(standing, call, one));
        const missing = found.find((one) => typeof one === 'string');
        if (missing !== undefined) return failed(missing);
        return prestaged(found.filter((one) => typeof one !== 'string'))(standing);
      }),
    start: (call, artifact) =>
      ask('start', call, (standing) => {
        const fault = faultOf(standing, artifact);
        return fault === null ? started(artifact)(standing) : failed(fault);
      }),
    shift: (call, artifact, rest, percent) => ask('shift', call, shifted(artifact, rest, percent)),
    finish: (call, artifact, standby) => ask('finish', call, finished(artifact, standby)),
    async observe(target) {
      const { kept, live } = await standings.read(target);
      const staged = kept.map(({ digest }) => digest);
      return {
        live: live.flatMap(({ digest, percent }) => {
          const one = kept.find((known) => known.digest === digest);
          return one ? [{ version: one.version, digest, percent, healthy: true }] : [];
        }),
        staged,
      };
    },
  };
}

/** The rule set itself, or why it cannot be had: from what is there, or else from the configuration. */
function foundIn({ kept }: FlagStanding, call: Call, artifact: Artifact): Kept | string {
  const { version, digest } = artifact;
  const there = kept.find((one) => one.digest === digest);
  if (there) return there;
  const written = writtenAs(call.service, call.placement, version);
  if (written === null) return `${call.service} has no state ${version} in its configuration`;
  if (written.digest === digest) return written;
  return `the state ${version} of ${call.service} is another in its configuration than the one that was asked for`;
}

function faultOf({ kept }: FlagStanding, { version, digest }: Artifact): string | null {
  const found = kept.find((one) => one.digest === digest);
  if (!found) return `${version} was not brought there`;
  try {
    compileRules(found.rules);
    return null;
  } catch (error) {
    return `${version} cannot be evaluated: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What is given up may still happen: its key is known then. */
async function untilGivenUp<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = (): void => {};
  const givenUp = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  return Promise.race([work, givenUp]).finally(() => signal.removeEventListener('abort', stop));
}
