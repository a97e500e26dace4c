import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadConfiguration } from '../../../src/cli/start/configuration.ts';
import { loadCatalog } from '../../../src/config/load.ts';
import { providerTargets } from '../../../src/providers/index.ts';

/** Deployments that are under way all the time. */
export const ACTIVE = 500;
const PEOPLE = 100;
/** Of five, four shift slowly and one bakes, which is looked at every two seconds. */
export const isBaking = (n: number): boolean => n % 5 === 4;

export const serviceOf = (n: number): string => `service-${n}`;
export const people = Array.from({ length: PEOPLE }, (_, n) => accountOf(n));
/** Who floods has an account like everybody and a service to steer. */
export const FLOODER = 'U0FLOODER0';
export const FLOODED = 'flooded';

function accountOf(n: number): string {
  return `U0LOAD${String(n).padStart(4, '0')}`;
}

/** Nothing of it is due in any run: a step of a shift takes as long as the provider says. */
function strategyOf(n: number): string {
  const batches = Array.from({ length: 99 }, (_, i) => i + 1);
  return isBaking(n)
    ? '{ kind: rolling, batches: [50], bake: 2h }'
    : `{ kind: rolling, batches: [${batches}], bake: 2h }`;
}

export async function loadOrganisation(): Promise<ReadConfiguration> {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const accounts = [...people, FLOODER];
  const fairway = `
organisation: Load
environments:
  production: { provider: fleet, protected: false, slots: ${ACTIVE + 10} }
people:
${accounts.map((account, n) => `  person-${n}: { slack: ${account} }`).join('\n')}
groups:
  owners-of-all: [person-0]
`;
  const services = Array.from({ length: ACTIVE }, (_, n) => ({ name: serviceOf(n), n }));
  const files = [
    { file: 'fairway.yaml', text: fairway },
    ...[...services, { name: FLOODED, n: 0 }].map(({ name, n }) => ({
      file: `services/${name}.yaml`,
      text: `
service: ${name}
owners: [owners-of-all]
environments:
  production:
    strategy: ${strategyOf(n)}
`,
    })),
  ];
  const loaded = await loadCatalog(files, { providers: providerTargets, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const folder = await mkdtemp(join(tmpdir(), 'fairway-load-'));
  await mkdir(join(folder, 'services'));
  await Promise.all(files.map(({ file, text }) => writeFile(join(folder, file), text)));
  return { ...loaded, folder };
}
