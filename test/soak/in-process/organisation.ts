import { createHash } from 'node:crypto';
import { loadCatalog } from '../../../src/config/load.ts';
import type { Catalog, ProviderTarget } from '../../../src/domain/catalog/catalog.ts';
import type { Actor } from '../../../src/domain/kernel/actor.ts';
import type { StrategyKind } from '../../../src/domain/strategies/index.ts';
import { providerTargets } from '../../../src/providers/index.ts';

const FAIRWAY = `
organisation: Soak
channel: "#deploys"
environments:
  production: { provider: fleet, protected: false, slots: 10000 }
people:
  ana: { name: Ana, slack: U0ANA00001 }
  bo: { name: Bo, slack: U0BO000001 }
  chen: { name: Chen, slack: U0CHEN0001 }
  dana: { name: Dana, slack: U0DANA0001 }
  eli: { name: Eli, slack: U0ELI00001 }
groups:
  owners-of-all: [bo]
  approvers: [bo, chen, dana, eli]
`;

/** As short as a plan can be and still have every step of its strategy. */
const STRATEGIES: Readonly<Record<StrategyKind, string>> = {
  rolling: '{ kind: rolling, batches: [50], bake: 1s }',
  'blue-green': '{ kind: blue-green, rehearse: 1s, bake: 1s }',
  canary:
    '{ kind: canary, weights: [40], warmUp: 1s, judge: 3s, inconclusive: proceed, requirePower: false, bake: 1s }',
};
const CRITERIA = '{ maxErrorRate: 0.03, maxP99Ratio: 2, minRequests: 20 }';

export const ENVIRONMENT = 'production';
export const PEOPLE = ['ana', 'bo', 'chen', 'dana', 'eli'] as const;

/** One environment that asks nobody, and a service for each name, with the strategy it is given. */
export async function organisation(
  services: Readonly<Record<string, StrategyKind>>,
  more = '',
): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const files = Object.entries(services).map(([name, strategy]) => ({
    file: `services/${name}.yaml`,
    text: `
service: ${name}
owners: [owners-of-all]
strategy: ${STRATEGIES[strategy]}
criteria: ${CRITERIA}
`,
  }));
  const all = [{ file: 'fairway.yaml', text: FAIRWAY + more }, ...files];
  const loaded = await loadCatalog(all, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}

/** The same organisation with one service, under another name, and with what its provider is told. */
export function only(
  catalog: Catalog,
  service: string,
  name: string,
  target: ProviderTarget = {},
): Catalog {
  const one = catalog.services.find((s) => s.name === service);
  const placement = one?.environments[ENVIRONMENT];
  if (!one || !placement) throw new Error(`there is no ${service}`);
  const environments = { [ENVIRONMENT]: { ...placement, target } };
  return { ...catalog, services: [{ ...one, name, environments }] };
}

export function person(id: (typeof PEOPLE)[number]): Actor {
  const account = `U0${id.toUpperCase()}`.padEnd(9, '0').concat('1');
  const groups = id === 'ana' ? [] : id === 'bo' ? ['owners-of-all', 'approvers'] : ['approvers'];
  return { id, account, name: id, kind: 'member', groups };
}
