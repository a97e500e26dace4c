import type { Catalog, Person } from '../../src/domain/catalog/catalog.ts';
import type { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { BreakGlassRule } from '../../src/domain/governance/break-glass.ts';
import { Blackout } from '../../src/domain/governance/window.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import { defaultStrategy } from '../../src/domain/strategies/index.ts';
import { Criteria } from '../../src/domain/verdict/criteria.ts';

/** How a service runs wherever nothing else is said. */
export const there = {
  strategy: defaultStrategy('rolling'),
  criteria: Criteria.parse({}),
  target: {},
};

/** Two services that run in staging and in production, and three people who own both; nothing is closed. */
export function catalogOf(patch: Partial<Catalog> = {}): Catalog {
  return {
    version: 'v',
    organisation: 'Acme',
    channel: '#deploys',
    environments: ['staging', 'production'].map((name, i) => ({
      name,
      aliases: [],
      order: i + 1,
      protected: i > 0,
      region: 'eu',
      provider: 'fleet',
      slots: 1,
      zone: 'UTC',
      deployers: [],
    })),
    services: ['shop', 'search'].map((name) => ({
      name,
      aliases: [],
      owners: ['sre'],
      tier: 2,
      tags: [],
      capability: null,
      environments: { staging: there, production: there },
    })),
    people: [person('ana'), person('bo'), person('chen')],
    groups: [{ name: 'sre', members: ['ana', 'bo', 'chen'], mention: null }],
    approvals: [],
    blackouts: [],
    windows: [],
    breakGlass: BreakGlassRule.parse({}),
    ...patch,
  };
}

/** Somebody whom no rule names asks for all that goes to production, and nobody else may. */
export function askedByDev(catalog: Catalog): Catalog {
  return {
    ...catalog,
    environments: catalog.environments.map((one) =>
      one.name === 'production' ? { ...one, deployers: ['devs'] } : one,
    ),
    people: [...catalog.people, person('dev')],
    groups: [...catalog.groups, group('devs', 'dev')],
  };
}

export function person(id: string, hours?: readonly [string, string], zone = 'UTC'): Person {
  const [from = '', until = ''] = hours ?? [];
  const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const;
  const workingHours = hours && { from, until, days: [...days] };
  return { id, name: id, accounts: [`U${id}`], zone, ...(workingHours && { workingHours }) };
}

/** A blackout of production from 8 to 20 in Berlin, each day. */
export function closed(name: string, patch: Partial<Record<keyof Blackout, unknown>>): Blackout {
  return Blackout.parse({
    name,
    environments: ['production'],
    owner: 'sre',
    zone: 'Europe/Berlin',
    from: '2026-01-05T08:00',
    for: '12h',
    repeat: 'FREQ=DAILY',
    ...patch,
  });
}

export const asks = (patch: Partial<ApprovalRule> = {}): ApprovalRule => ({
  name: 'two of them',
  environments: ['production'],
  groups: ['sre'],
  quorum: 1,
  ...patch,
});

export const group = (name: string, ...members: string[]) => ({ name, members, mention: null });

export const found = (catalog: Catalog) =>
  proveRules(catalog).map(({ about, what }) => `${about}: ${what}`);
