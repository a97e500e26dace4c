import type { Catalog } from '../catalog/catalog.ts';
import { covers } from '../governance/window.ts';
import type { Finding } from './finding.ts';
import { aimsOf } from './targets.ts';

/** Blackouts, release windows and calendar feeds that speak of no service in any environment where it runs: everything goes past them. */
export function holdsNothing(catalog: Catalog): readonly Finding[] {
  const aims = aimsOf(catalog);
  const targets = aims.map(({ service, environment }) => ({
    service: service.name,
    environment: environment.name,
  }));
  if (targets.length === 0) return [];
  const all = [
    ...catalog.blackouts.map((one) => ({ kind: 'blackout', one })),
    ...catalog.windows.map((one) => ({ kind: 'release window', one })),
    ...(catalog.feeds ?? []).map((one) => ({ kind: 'calendar', one })),
  ];
  return all.flatMap(({ kind, one }): Finding[] => {
    if (targets.some((target) => covers(one, target))) return [];
    const where = one.environments.join(' or ');
    const services = one.services === undefined ? 'no service' : say(one.services);
    const passes = targets.find(({ environment }) => one.environments.includes(environment));
    const past = passes
      ? `, while ${passes.service} to ${passes.environment} goes past it at any time`
      : '';
    return [
      {
        about: `${kind} ${one.name}`,
        what: 'it holds nothing',
        example: `it speaks of ${where}, where ${services} runs${past}`,
      },
    ];
  });
}

function say(services: readonly string[]): string {
  return services.length === 0
    ? 'none of the services it names (there are none)'
    : `none of ${services.join(', ')}`;
}
