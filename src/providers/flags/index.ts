import { FLAGS } from '../../domain/catalog/find.ts';
import type { FlagStandings } from '../../ports/flags.ts';
import type { Provider } from '../../ports/provider.ts';
import { createFlagArtifacts } from './artifacts.ts';
import { createFlagDeployer } from './deployer.ts';
import { flagsRoom } from './target.ts';

/** A statement of our own database. */
const PATIENCE_MS = 10_000;

/**
 * Flags that Fairway serves itself: a state of a flag is a version, and a share of the traffic a share of people.
 * Who gets an error is not counted here: an environment names what measures it under `signals`.
 */
export function createFlagsProvider(standings: FlagStandings): Provider {
  return {
    name: FLAGS,
    patienceMs: PATIENCE_MS,
    topologyAt: flagsRoom,
    deployer: createFlagDeployer(FLAGS, standings),
    artifacts: createFlagArtifacts(standings),
    metrics: null,
  };
}
