import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadCatalog } from '../../../../src/config/load.ts';
import type { Catalog } from '../../../../src/domain/catalog/catalog.ts';
import { providerTargets } from '../../../../src/providers/index.ts';
import type { Script } from '../words.ts';

/** Passed on in orders: where a bundled program runs, this folder is not beside it. */
export const SCRIPT_FILE = join(import.meta.dirname, 'deploy.sh');

const FAIRWAY = `
organisation: Soak
channel: "#deploys"
environments:
  production: { provider: command, protected: false, slots: 9 }
people:
  ana: { name: Ana, slack: U0ANA00001 }
  bo: { name: Bo, slack: U0BO000001 }
groups:
  owners-of-all: [bo]
`;
const STRATEGIES = {
  cart: '{ kind: rolling, batches: [50], bake: 200ms }',
  mail: '{ kind: blue-green, rehearse: 200ms, bake: 200ms }',
  stock: '{ kind: rolling, batches: [25, 75], bake: 200ms }',
} as const;

/** The first serves in the beginning. `-crash` never starts, `-weather` not at the first attempt. */
export const SCRIPT_VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0-weather', '1.4.0-crash'] as const;
const ASKED = [
  '1.0.0',
  '1.1.0',
  '1.2.0',
  '1.0.0',
  '1.1.0',
  '1.2.0',
  '1.3.0-weather',
  '1.4.0-crash',
];

export const SCRIPT_PLACES = Object.keys(STRATEGIES).map((service) => ({
  service,
  environment: 'production',
  versions: ASKED,
}));

function target({ file, dedup }: Script): object {
  const run = (verb: string, ...args: string[]) => ['/bin/sh', file, verb, '--', ...args];
  const place = ['{service}', '{environment}'];
  const effect = [...place, '{version}', '{digest}', '{key}', '{epoch}'];
  return {
    resolve: run('resolve', ...place, '{version}'),
    prestage: run('prestage', ...effect),
    start: run('start', ...effect),
    shift: run('shift', ...effect, '{previous_digest}', '{percent}'),
    finish: run('finish', ...effect, '{previous_digest}'),
    observe: run('observe', ...place, '{epoch}'),
    env: ['SOAK_WORLD', 'SOAK_DEDUP', 'SOAK_SLOW', 'SOAK_BEFORE', 'SOAK_AFTER'],
    timeout: '20s',
    dedup,
  };
}

export async function scriptCatalog(script: Script): Promise<Catalog> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const services = Object.entries(STRATEGIES).map(([service, strategy]) => ({
    file: `services/${service}.yaml`,
    text: `
service: ${service}
owners: [owners-of-all]
tier: 2
environments:
  production:
    strategy: ${strategy}
    target: ${JSON.stringify(target(script))}
`,
  }));
  const files = [{ file: 'fairway.yaml', text: FAIRWAY }, ...services];
  const loaded = await loadCatalog(files, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}
