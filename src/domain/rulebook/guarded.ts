import type { Catalog } from '../catalog/catalog.ts';
import { type Ask, gatesFor } from '../deployment/draft.ts';
import type { GateConfig } from '../gates/index.ts';
import { covers } from '../governance/window.ts';
import { instant } from '../kernel/time.ts';
import type { Finding, Proof } from './finding.ts';
import { type Aim, aimsOf } from './targets.ts';

/**
 * Every way in which something comes to be asked for, with what of it a gate could go by. A flag is a service that is
 * reached otherwise, so it stands among the places; what a train or an order asks for is typed by nobody.
 */
export const WAYS = {
  manual: { authors: ['an author'], paths: ['a file'] },
  scheduled: { planned: { at: instant(0), written: 'then' } },
  automatic: { paths: null },
  train: { authors: [] },
  flag: { paths: [], risk: { score: 0, level: 'low', factors: [] } },
  fix: { mendsLine: true },
} as const satisfies Readonly<Record<string, Partial<Ask>>>;
export type Way = keyof typeof WAYS;

type GatesOf = (aim: Aim, way: Way, catalog: Catalog) => readonly GateConfig[];

/** What every request for this target is held by. */
export function asRequested(aim: Aim, way: Way, catalog: Catalog): readonly GateConfig[] {
  const ask = { ...aim, previous: null, requestedBy: '', withdrawMs: 0, ...WAYS[way] };
  return gatesFor(ask, catalog, (text) => text);
}

/** No path around a blackout or a release window: whatever is asked for and by which way, where one speaks, its gate is among those frozen. */
export function guarded(gatesOf: GatesOf = asRequested): Proof {
  const ways = Object.keys(WAYS) as Way[];
  return (catalog) =>
    aimsOf(catalog).flatMap((aim): Finding[] => {
      const speaks = speaksOf(aim, catalog);
      const isHeld = (way: Way): boolean =>
        gatesOf(aim, way, catalog).some(({ kind }) => kind === 'blackout');
      const around = speaks && ways.find((way) => !isHeld(way));
      if (!around) return [];
      const place = `${aim.service.name} to ${aim.environment.name}`;
      const example = `a deployment of ${place} (${around}) would start ${speaks.start} of it`;
      return [{ about: speaks.about, what: 'there is a path around it', example }];
    });
}

/** The first of what closes this target, and where a start would be by which it is passed. */
function speaksOf({ service, environment }: Aim, { blackouts, feeds = [], windows }: Catalog) {
  const target = { service: service.name, environment: environment.name };
  const blackout = [...blackouts, ...feeds].find((one) => covers(one, target));
  if (blackout) return { about: `blackout ${blackout.name}`, start: 'in the middle' };
  const window = windows.find((one) => covers(one, target));
  return window ? { about: `release window ${window.name}`, start: 'outside' } : null;
}
