import type { Known } from '../kernel/known.ts';
import { type Alert, type ForeignAlert, NOWHERE, type Severity } from './alert.ts';
import type { AlertRule, AlertSource } from './source.ts';

/** `forbidden`: it names what its source may not speak of. */
export type Placed =
  | { readonly kind: 'placed'; readonly alert: Alert }
  | { readonly kind: 'forbidden'; readonly service: string; readonly environment: string };

/**
 * An alert with our names for what it is about. What it does not name is `NOWHERE`: it may be told of then,
 * but it touches nothing. @param severities the words of its kind; the source's own go before them
 */
export function place(
  foreign: ForeignAlert,
  source: AlertSource,
  known: Known,
  severities: Readonly<Record<string, Severity>>,
): Placed {
  const named = (labels: readonly string[], find: Known['service']): string | null =>
    labels
      .map((label) => wordOf(foreign, label))
      .map((word) => (word === null ? null : find(ownName(source, word))))
      .find((name) => name !== null) ?? null;
  const environment =
    named(source.environment, known.environment) ??
    (source.inEnvironment === undefined ? null : known.environment(source.inEnvironment));
  const service = named(source.service, known.service);
  const target = { service: service ?? NOWHERE, environment: environment ?? NOWHERE };
  if (isForbidden(source.services, service) || isForbidden(source.environments, environment)) {
    return { kind: 'forbidden', ...target };
  }
  const lost = service !== null && environment !== null && !known.runs(target);
  const where = lost ? { ...target, service: NOWHERE } : target;
  const severity = severityOf(foreign, source, severities);
  const marked = source.security && hasLabels(foreign, source.security);
  const security = marked ? ({ security: true } as const) : {};
  return {
    kind: 'placed',
    alert: { ...foreign, ...where, source: source.name, severity, ...security },
  };
}

/** The first rule that an alert fits, in the order of the configuration. */
export function ruleFor(alert: Alert, { rules }: Pick<AlertSource, 'rules'>): AlertRule | null {
  return rules.find(({ when }) => hasLabels(alert, when)) ?? null;
}

function hasLabels(
  alert: Pick<Alert, 'labels' | 'name'>,
  when: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(when).every(([label, value]) => wordOf(alert, label) === value);
}

function wordOf({ labels, name }: Pick<Alert, 'labels' | 'name'>, label: string): string | null {
  if (Object.hasOwn(labels, label)) return labels[label] ?? null;
  return label === 'alertname' ? name : null;
}

function ownName({ names }: AlertSource, word: string): string {
  return Object.hasOwn(names, word) ? (names[word] ?? word) : word;
}

function isForbidden(only: readonly string[] | undefined, name: string | null): boolean {
  return only !== undefined && name !== null && !only.includes(name);
}

/** A word nobody knows is an error: neither slept through nor the worst there is. */
function severityOf(
  { severity }: ForeignAlert,
  source: AlertSource,
  words: Readonly<Record<string, Severity>>,
): Severity {
  const word = severity?.toLowerCase() ?? '';
  const own = Object.entries(source.severities).find(([key]) => key.toLowerCase() === word);
  return own?.[1] ?? (Object.hasOwn(words, word) ? words[word] : undefined) ?? 'error';
}
