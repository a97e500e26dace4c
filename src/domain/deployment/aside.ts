import type { Deployment, DeploymentId } from './deployment.ts';

/** What deciding may need beyond the deployment: who owns it, and an id for the rollback it may create. */
export interface Aside {
  readonly owners: readonly string[];
  readonly rollbackId: DeploymentId | null;
  /** Binds a new plan when the artifact was re-pinned. */
  readonly reseal: (d: Deployment) => string;
}
