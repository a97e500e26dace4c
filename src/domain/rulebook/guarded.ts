import type { Catalog } from '../catalog/catalog.ts';
import { gatesFor } from '../deployment/draft.ts';
import type { GateConfig } from '../gates/index.ts';
import { covers } from '../governance/window.ts';
import type { Finding, Proof } from './finding.ts';
import { type Aim, aimsOf } from './targets.ts';

type GatesOf = (aim: Aim, catalog: Catalog) => readonly GateConfig[];

/** What every request for this target is held by; a strategy, a trigger or a flag changes none of it. */
function asRequested(aim: Aim, catalog: Catalog): readonly GateConfig[] {
  return gatesFor(
    { ...aim, previous: null, requestedBy: '', withdrawMs: 0 },
    catalog,
    (text) => text,
  );
}

/** No path around a blackout or a release window: whatever is asked for, where one speaks, its gate is among those frozen. */
export function guarded(gatesOf: GatesOf = asRequested): Proof {
  return (catalog) =>
    aimsOf(catalog).flatMap((aim): Finding[] => {
      const { service, environment } = aim;
      const target = { service: service.name, environment: environment.name };
      const blackout = [...catalog.blackouts, ...(catalog.feeds ?? [])].find((one) =>
        covers(one, target),
      );
      const speaks = blackout ?? catalog.windows.find((one) => covers(one, target));
      if (!speaks || gatesOf(aim, catalog).some(({ kind }) => kind === 'blackout')) return [];
      const about = `${blackout ? 'blackout' : 'release window'} ${speaks.name}`;
      const example = `a deployment of ${service.name} to ${environment.name} would start ${blackout ? 'in the middle' : 'outside'} of it`;
      return [{ about, what: 'there is a path around it', example }];
    });
}
