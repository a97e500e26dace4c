import type { Breaker } from '../../../src/domain/breaker/decide.ts';
import { EVERY } from '../../../src/domain/breaker/place.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import type { BurnWatch } from '../../../src/domain/deployment/burn-watch.ts';
import { closuresOf } from '../../../src/domain/governance/calendar-copies.ts';
import { withDays } from '../../../src/domain/governance/holidays.ts';
import { Blackout } from '../../../src/domain/governance/window.ts';
import type { Incident } from '../../../src/domain/incident/incident.ts';
import { type Instant, instant, plus } from '../../../src/domain/kernel/time.ts';
import { Objective } from '../../../src/domain/verdict/objective.ts';
import type { Records } from '../../../src/ports/records.ts';
import type { Rules } from './draw.ts';
import { type Drawn, formOf, listsOf } from './forms.ts';
import { underWay } from './oracle.ts';

/** What closes without anybody's word: a calendar that others keep, a spent budget, an incident elsewhere, a line. */
export type Beyond = 'calendar' | 'budget' | 'incident' | 'line';

const DAY_MS = 86_400_000;
const FEED = { name: 'company', environments: ['production'], owner: 'platform', zone: 'UTC' };
const COPY = { digest: 'c'.repeat(64), at: instant(0), closings: 1 };
const TARGET = { service: EVERY, environment: 'production' };
const LEANS = { name: 'leans on search', environments: ['production'], incident: ['search'] };

/** The example with the rules that these need. */
export function withBeyond(catalog: Catalog, { beyond }: Rules): Catalog {
  if (beyond === undefined) return catalog;
  const { kind } = beyond;
  if (kind === 'calendar') return { ...catalog, feeds: [{ ...FEED, every: 60_000 }] };
  if (kind === 'incident') return { ...catalog, notWhile: [LEANS] };
  if (kind === 'line') return catalog;
  const objectives = [Objective.parse({ target: 0.999 })];
  const services = catalog.services.map((one) => {
    const { production } = one.environments;
    const place = production ? { production: { ...production, objectives } } : {};
    return { ...one, environments: { ...one.environments, ...place } };
  });
  return { ...catalog, services };
}

/** What is recorded, and beside it what these say at the moment at which it is asked. */
export function recordsBeyond(records: Records, { beyond }: Rules, now: () => Instant): Records {
  if (beyond === undefined) return records;
  const { kind, times } = beyond;
  const closed = () => underWay(times, now());
  const answers: { readonly [K in Beyond]: Partial<Records> } = {
    calendar: {
      closures: async (catalog) =>
        closuresOf(catalog, [feedState()], () => ({ blackouts: said(times) })),
    },
    budget: { burn: async (about) => burnt(about, now(), closed() !== null) },
    incident: {
      incidents: async ({ environment, service = 'search' }) =>
        closed() && service === 'search' && (environment ?? 'production') === 'production'
          ? [INCIDENT]
          : [],
    },
    line: { breakers: async () => [closed()].flatMap((span) => (span ? stopped(span.from) : [])) },
  };
  const known = answers[kind];
  return new Proxy(records, {
    get: (own, name) => Reflect.get(known, name) ?? Reflect.get(own, name),
  });
}

function said(times: Drawn): readonly Blackout[] {
  return [withDays(Blackout.parse(formOf(times, 'company')), listsOf(times))];
}

function feedState() {
  const seen = { since: instant(0), seenAt: instant(0), kept: COPY, fading: [] };
  return { ...TARGET, calendar: 'company', ...seen, tags: null, trouble: null, revision: 1 };
}

function burnt(
  { service, environment }: { readonly service: string; readonly environment: string },
  now: Instant,
  isSpent: boolean,
): BurnWatch {
  const since = plus(now, -DAY_MS / 2);
  const days: BurnWatch['days'] = [[since, 10_000, isSpent ? 9_000 : 0]];
  const counted = { readAt: now, since, totals: {}, minutes: [], days, revision: 1 };
  return { service, environment, ...counted };
}

const INCIDENT: Incident = {
  id: 'INC-90',
  service: 'search',
  environment: 'production',
  status: 'open',
  severity: 'error',
  title: 'slow',
  places: [{ service: 'search', environment: 'production' }],
  references: [],
  alerts: [],
  openedAt: instant(0),
  openedBy: 'eli',
  commander: null,
  acknowledgedAt: null,
  resolved: null,
  links: [],
  channel: null,
  revision: 1,
};

function stopped(from: number): Breaker {
  const stop = {
    by: 'eli',
    at: instant(from),
    cause: 'hand',
    because: 'x',
    holds: false,
    parties: ['eli'],
    openers: ['bo'],
    restMs: null,
  } as const;
  return { ...TARGET, state: { kind: 'open', stop, settled: true }, revision: 1 };
}
