import type { Artifact } from '../../src/domain/artifact/artifact.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { findEnvironment, findService, placementOf } from '../../src/domain/catalog/find.ts';
import type { DeploymentId } from '../../src/domain/deployment/deployment.ts';
import { type Draft, draft } from '../../src/domain/deployment/draft.ts';
import { request } from '../../src/domain/deployment/request.ts';
import type { Store } from '../../src/ports/store.ts';
import { artifactOf } from './noop-provider.ts';
import { digest, serviceOf } from './organisation.ts';

/**
 * Asks for a deployment of a lane's service, as `/deploy` does once people are through with it: plan and
 * gates frozen and sealed, then one change. Versions take turns, for what serves is not deployed again.
 */
export function createAsking(store: Store, catalog: Catalog) {
  const turns = new Map<number, number>();
  return async (lane: number): Promise<DeploymentId> => {
    const turn = turns.get(lane) ?? 0;
    turns.set(lane, turn + 1);
    const made = drafted(catalog, lane, turn);
    const id = await store.nextId();
    const line = { canonicalLine: `deploy ${id}` };
    const asked = { id, replaces: null, expiresMs: 86_400_000, catalog, ...line };
    const recorded = await store.change({ target: made }, ({ now }) =>
      request(made, [], asked, now),
    );
    if (recorded.kind !== 'recorded') throw new Error(JSON.stringify(recorded));
    return id;
  };
}

function drafted(catalog: Catalog, lane: number, turn: number): Draft {
  const service = findService(catalog, serviceOf(lane));
  const environment = findEnvironment(catalog, 'production');
  const placement = service && placementOf(service, 'production');
  if (!service || !environment || !placement) throw new Error(`no service for lane ${lane}`);
  const ask = {
    ...{ service, environment, placement },
    strategy: placement.strategy,
    artifact: versionOf(turn),
    previous: turn === 0 ? null : versionOf(turn - 1),
    ...{ requestedBy: 'ana', because: null, fixes: null, channel: null, withdrawMs: 0 },
  };
  return draft(ask, catalog, digest);
}

function versionOf(turn: number): Artifact {
  return artifactOf(turn % 2 === 0 ? '1.0.0' : '1.1.0');
}
