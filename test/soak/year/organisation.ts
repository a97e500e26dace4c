import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { organisation } from '../in-process/organisation.ts';

/** Six services in staging and production, which asks for approvals and has blackouts. */
export const SERVICES = {
  shop: 'canary',
  checkout: 'blue-green',
  search: 'rolling',
  basket: 'rolling',
  login: 'canary',
  mail: 'rolling',
} as const;
export type ServiceName = keyof typeof SERVICES;

const RULES = `
approvals:
  - { name: production, environments: [production], groups: [approvers] }
  - { name: money, environments: [production], services: [checkout], groups: [approvers], quorum: 2 }
blackouts:
  - name: nightly
    environments: [production]
    owner: bo
    zone: Europe/Berlin
    from: 2026-01-04T03:00
    for: 30m
    repeat: FREQ=DAILY
`;

/** Staging comes first, asks nobody, and is otherwise as production. */
export async function yearOrganisation(): Promise<Catalog> {
  const catalog = await organisation(SERVICES, RULES);
  const [production] = catalog.environments;
  if (!production) throw new Error('there is no production');
  const staging = { ...production, name: 'staging', order: production.order - 1, slots: 3 };
  const services = catalog.services.map((one) => {
    const [placement] = Object.values(one.environments);
    if (!placement) throw new Error(`${one.name} runs nowhere`);
    return { ...one, environments: { staging: placement, production: placement } };
  });
  return { ...catalog, environments: [staging, { ...production, slots: 3 }], services };
}
