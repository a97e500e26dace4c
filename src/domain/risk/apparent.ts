import type { Target } from '../kernel/target.ts';
import type { FailureMode } from './failure-mode.ts';

/** What is known of an incident by which a failure mode can be recognised. */
interface Trouble {
  /** Every target that it touches. */
  readonly places: readonly Target[];
  readonly alerts: readonly Seen[];
}

interface Seen extends Target {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A failure mode that an incident looks like, and where. */
export interface Apparent {
  readonly mode: FailureMode;
  /** Names of the alerts by which it shows; empty where it is bound to none. */
  readonly alerts: readonly string[];
  /** What it happens to, of what the incident touches. */
  readonly places: readonly Target[];
}

/**
 * The failure modes that an incident looks like: those whose alerts were heard of a service of theirs, and
 * after them those bound to a service alone. An alert of another service is no sign, though it has the name.
 */
export function apparentIn(modes: readonly FailureMode[], trouble: Trouble): readonly Apparent[] {
  const found = modes.flatMap((mode) => apparent(mode, trouble));
  return found.toSorted((a, b) => Number(a.alerts.length === 0) - Number(b.alerts.length === 0));
}

function apparent(mode: FailureMode, { places, alerts }: Trouble): readonly Apparent[] {
  const { alerts: signs } = mode;
  const hurt = places.filter(({ service }) => mode.services.includes(service));
  if (signs === undefined) return hurt.length > 0 ? [{ mode, alerts: [], places: hurt }] : [];
  const heard = alerts.filter(
    (alert) => mode.services.includes(alert.service) && signs.some((sign) => isSign(sign, alert)),
  );
  const where = hurt.filter((place) => heard.some((alert) => isAt(alert, place)));
  const names = [...new Set(heard.map(({ name }) => name))];
  return where.length > 0 ? [{ mode, alerts: names, places: where }] : [];
}

function isAt(alert: Seen, place: Target): boolean {
  return alert.service === place.service && alert.environment === place.environment;
}

function isSign(sign: string | Readonly<Record<string, string>>, alert: Seen): boolean {
  if (typeof sign === 'string') return sign === alert.name;
  return Object.entries(sign).every(([label, value]) => {
    if (Object.hasOwn(alert.labels, label)) return alert.labels[label] === value;
    return label === 'alertname' && alert.name === value;
  });
}
