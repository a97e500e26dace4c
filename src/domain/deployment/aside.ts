import type { GateRuling } from '../gates/index.ts';
import type { Deployment, DeploymentId } from './deployment.ts';

/** What deciding may need beyond the deployment: who owns it, and an id for the rollback it may create. */
export interface Aside {
  readonly owners: readonly string[];
  readonly rollbackId: DeploymentId | null;
  /** What the gates say of the next step, asked in the same look; null where it was not asked. */
  readonly ahead: readonly GateRuling[] | null;
  /** Binds a new plan when the artifact was re-pinned. */
  readonly reseal: (d: Deployment) => string;
}
