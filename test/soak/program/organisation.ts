import { createHash } from 'node:crypto';
import { loadCatalog } from '../../../src/config/load.ts';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import { providerTargets } from '../../../src/providers/index.ts';

const FAIRWAY = `
organisation: Soak
channel: "#deploys"
environments:
  staging: { provider: fleet, protected: false, slots: 3 }
  production: { provider: fleet, protected: false, slots: 3 }
people:
  ana: { name: Ana, slack: U0ANA00001 }
  bo: { name: Bo, slack: U0BO000001 }
groups:
  owners-of-all: [bo]
  approvers: [ana, bo]
`;

/** One strategy each. Every service runs in one place only, so nothing waits for an earlier environment. */
const SHOP = `
service: shop
owners: [owners-of-all]
tier: 1
environments:
  production:
    strategy: { kind: canary, weights: [30], warmUp: 200ms, judge: 1s, inconclusive: proceed, requirePower: false, bake: 500ms }
    criteria: { maxErrorRate: 0.03, maxP99Ratio: 8, minRequests: 30 }
`;
const CHECKOUT = `
service: checkout
owners: [owners-of-all]
tier: 1
environments:
  production:
    strategy: { kind: blue-green, rehearse: 500ms, bake: 500ms }
`;
const SEARCH = `
service: search
owners: [owners-of-all]
tier: 2
environments:
  staging:
    strategy: { kind: rolling, batches: [25, 50], bake: 500ms }
`;

/** Where deployments go in the soak, and what may be asked for there, good and bad. */
export const PLACES = [
  {
    service: 'shop',
    environment: 'production',
    versions: ['1.0.0', '1.1.0', '1.0.0', '1.1.0', '1.2.0-slow', '1.3.0-errors', '1.4.0-crash'],
  },
  {
    service: 'checkout',
    environment: 'production',
    versions: ['1.4.1', '1.4.2', '1.4.1', '1.4.2', '1.5.0-errors'],
  },
  { service: 'search', environment: 'staging', versions: ['2.0.0', '2.1.0', '2.2.0-slow'] },
] as const;

/** Enough for a canary to be judged within seconds. Requests a second. */
export const RATES = { shop: 60, checkout: 1, search: 0 } as const;

/** Two of the three strategies want no judge: the effects are what is counted. `rules` is more YAML. */
export async function soakCatalog(rules = ''): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const files = [
    { file: 'fairway.yaml', text: `${FAIRWAY}${rules}` },
    { file: 'services/shop.yaml', text: SHOP },
    { file: 'services/checkout.yaml', text: CHECKOUT },
    { file: 'services/search.yaml', text: SEARCH },
  ];
  const loaded = await loadCatalog(files, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}

export const ANA: Actor = {
  id: 'ana',
  account: 'U0ANA00001',
  name: 'Ana',
  kind: 'member',
  groups: [],
};

export const BO: Actor = {
  id: 'bo',
  account: 'U0BO000001',
  name: 'Bo',
  kind: 'member',
  groups: ['owners-of-all', 'approvers'],
};
