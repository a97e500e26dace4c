import type { Alert } from '../incident/alert.ts';
import { type Incident, touches } from '../incident/incident.ts';
import { hideCredentials } from '../kernel/credentials.ts';
import { isSameTarget, type Target } from '../kernel/target.ts';
import { instant } from '../kernel/time.ts';
import type { Met, Noticed } from './spike.ts';

/**
 * The alerts about a target that were on meanwhile, each as long as it was; of an incident without an alert there,
 * which people opened, the incident itself.
 */
export function alertSpikes(
  target: Target,
  incidents: readonly Incident[],
  met: Met,
): readonly Noticed[] {
  return incidents
    .filter((i) => touches(i, target))
    .flatMap((i) => {
      const own = i.alerts.filter((alert) => isSameTarget(alert, target));
      return own.length > 0
        ? own.flatMap((alert) => during(alert, i, met))
        : during(byPeople(i), i, met);
    });
}

type Told = Pick<Alert, 'name' | 'severity' | 'startedAt' | 'endedAt'>;

function byPeople({ severity, openedAt, resolved }: Incident): Told {
  return { name: 'incident', severity, startedAt: openedAt, endedAt: resolved?.at ?? null };
}

/** None where it was over before, or began after. Its name is foreign text. */
function during(told: Told, { id }: Incident, { from, to }: Met): readonly Noticed[] {
  const [begun, over] = [Math.max(told.startedAt, from), Math.min(told.endedAt ?? to, to)];
  if (begun > over) return [];
  const times = { from: instant(begun), to: instant(over) };
  const metric = hideCredentials(told.name);
  return [{ by: 'alert', metric, value: told.severity, against: null, ...times, incident: id }];
}
