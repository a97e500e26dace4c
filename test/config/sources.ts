import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TargetSchemas } from '../../src/config/checks/check.ts';
import { sayFault } from '../../src/config/fault.ts';
import { type Loaded, type LoadOptions, loadCatalog } from '../../src/config/load.ts';

const argv = z.array(z.string()).min(1);

/** Two providers, as they would register themselves: one that needs to know nothing, one that does. */
export const providers: TargetSchemas = {
  fleet: z.strictObject({}),
  command: z.strictObject({
    resolve: argv,
    prestage: argv.optional(),
    start: argv,
    shift: argv,
    finish: argv,
    observe: argv,
  }),
};

export const options: LoadOptions = {
  providers,
  digest: (text) => createHash('sha256').update(text).digest('hex'),
};

/** The smallest organisation that says something of everything. */
export const ORGANISATION = `organisation: Acme
environments:
  staging: { provider: fleet, protected: false }
  production: { provider: fleet, aliases: [prod], deployers: [deployers] }
people:
  ana: { slack: U0ANA00001 }
  bo: { slack: [U0BO000001, U0BO000002] }
  chen: { slack: U0CHEN0001 }
groups:
  deployers: [ana, bo]
  sre: { members: [bo, chen] }
approvals:
  - name: production
    environments: [production]
    groups: [sre]
`;

export const SHOP = `service: shop
owners: [sre]
environments:
  staging:
  production:
    strategy: { kind: canary, weights: [10, 50] }
`;

/** The text with one part of it replaced, which must be there once. */
export function swap(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`not once in the text: ${from}`);
  return text.replace(from, () => to);
}

export function load(organisation: string, ...services: readonly string[]): Promise<Loaded> {
  const names = services.map((text, i) => ({ file: `services/${i + 1}.yaml`, text }));
  return loadCatalog([{ file: 'fairway.yaml', text: organisation }, ...names], options);
}

/** What `fairway check` would print, without the count. */
export function faultsIn(loaded: Loaded): readonly string[] {
  return loaded.ok ? [] : loaded.faults.map(sayFault);
}
