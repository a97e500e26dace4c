import type { Placement } from '../domain/catalog/catalog.ts';
import { findService, placementOf } from '../domain/catalog/find.ts';
import { confirms, mayUndo, type Said } from '../domain/deployment/confirm.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Alarm, sayAlarm } from '../domain/deployment/on-alert.ts';
import { firing, type Incident } from '../domain/incident/incident.ts';
import { ruleFor } from '../domain/incident/place.ts';
import { type Confirm, confirmOf } from '../domain/incident/source.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Target } from '../domain/kernel/target.ts';
import { type Instant, instant, plus } from '../domain/kernel/time.ts';
import { NO_TRAFFIC } from '../domain/verdict/counters.ts';
import type { Evidence } from '../domain/verdict/threshold-judge.ts';
import type { Metrics, Spans } from '../ports/metrics.ts';
import type { Provider } from '../ports/provider.ts';
import type { LedgerLine, Records } from '../ports/records.ts';
import { type GoBack, goBack } from './go-back.ts';
import { newestMet } from './newest-met.ts';

const EVERY_MS = 15_000;
const MOST = 50;

export interface ConfirmAlerts extends GoBack {
  readonly records: Pick<Records, 'deployments' | 'incidents' | 'ledger' | 'now'>;
  readonly provider: (target: Target) => Provider;
}

/**
 * While an alert is on whose rule says `rollback`, measures what it speaks of, and undoes it once that says the
 * same. Without a measurement of our own, or with too few requests, the alert has held it and people decide.
 */
export function createConfirmAlerts(ports: ConfirmAlerts): () => Promise<void> {
  let lookedAt = 0;
  return async () => {
    const rules = (ports.catalog().alerts ?? []).flatMap((source) => source.rules);
    if (rules.every((rule) => rule.do !== 'rollback')) return;
    const now = await ports.records.now();
    if (now - lookedAt < EVERY_MS) return;
    lookedAt = now;
    for (const incident of await ports.records.incidents({ open: true, limit: MOST })) {
      for (const alarm of alarmsOf(ports, incident)) await undo(ports, alarm, now);
    }
  };
}

function alarmsOf({ catalog }: ConfirmAlerts, incident: Incident): readonly Alarm[] {
  return firing(incident).flatMap((alert): readonly Alarm[] => {
    const source = catalog().alerts?.find(({ name }) => name === alert.source);
    const rule = source ? ruleFor(alert, source) : null;
    return rule?.do === 'rollback' ? [{ alert, rule, incident: incident.id }] : [];
  });
}

async function undo(ports: ConfirmAlerts, alarm: Alarm, now: Instant): Promise<void> {
  const { alert, rule } = alarm;
  const { service, environment } = alert;
  const confirm = confirmOf(rule);
  try {
    const placement = placementAt(ports, alert);
    const d = await newestMet(ports, { service, environment });
    if (!d || !placement) return;
    const said = (await ports.records.ledger(d.id)).map(saidIn);
    if (!mayUndo(d, alarm, confirm, said, now)) return;
    const { metrics } = ports.provider({ service, environment });
    const why = metrics && (await measure(metrics, d, placement, confirm, now));
    if (why) await goBack(ports, d, `${why}: ${sayAlarm(alarm)}`);
  } catch (error) {
    const fields = { service, environment, rule: rule.name, error: String(error) };
    ports.log.warn(fields, 'what an alert says was not measured');
  }
}

function placementAt({ catalog }: ConfirmAlerts, { service, environment }: Target) {
  const found = findService(catalog(), service);
  return found && placementOf(found, environment);
}

/** A line of the ledger as far as it says who did what and when. */
export function saidIn({ body: { what, by, at } }: LedgerLine): Said {
  return { what: String(what), by: String(by), at: Date.parse(String(at)) };
}

/** By the criteria of the place; null where they are kept. @throws when the source is silent */
async function measure(
  metrics: Metrics,
  d: Deployment,
  { criteria, target }: Placement,
  confirm: Confirm,
  now: Instant,
): Promise<string | null> {
  const { version } = d.artifact;
  if (metrics.spans) {
    const evidence = await lately(metrics.spans, d, target, confirm, now);
    return confirms(
      evidence,
      `${version} in the last ${sayDuration(confirm.over)}`,
      criteria,
      confirm,
    );
  }
  const totals = await metrics.read(d, target);
  return confirms(evidenceIn(totals, totals, d), `${version} since it serves`, criteria, confirm);
}

/** The new version up to now, the old one for as long before anybody met the new one. */
async function lately(
  spans: Spans,
  d: Deployment,
  target: Placement['target'],
  { over }: Confirm,
  now: Instant,
): Promise<Evidence> {
  const to = plus(now, -spans.lateMs);
  const exposed = d.exposedAt ?? to;
  const since = { from: instant(Math.max(to - over, exposed)), to };
  if (since.from >= to) return { canary: NO_TRAFFIC, baseline: NO_TRAFFIC };
  const before = { from: plus(exposed, -over), to: exposed };
  const [own, old] = await Promise.all([
    spans.during(d, target, since),
    spans.during(d, target, before),
  ]);
  return evidenceIn(own, old, d);
}

type Served = Awaited<ReturnType<Metrics['read']>>;

function evidenceIn(own: Served, old: Served, { artifact, previous }: Deployment): Evidence {
  return {
    canary: own.get(artifact.version) ?? NO_TRAFFIC,
    baseline: old.get(previous?.version ?? '') ?? NO_TRAFFIC,
  };
}
