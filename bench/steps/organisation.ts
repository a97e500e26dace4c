import { createHash } from 'node:crypto';
import { z } from 'zod';
import { loadCatalog } from '../../src/config/load.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';

const FAIRWAY = `
organisation: Bench
channel: "#deploys"
environments:
  production: { provider: noop, protected: false, slots: 500 }
people:
  ana: { name: Ana, slack: U0ANA00001 }
groups:
  owners-of-all: [ana]
`;

/** Five steps, of which one raises exposure: prestage, start, shift to 100 %, bake for no time, finish. */
function serviceText(name: string): string {
  return `
service: ${name}
owners: [owners-of-all]
tier: 2
environments:
  production:
    strategy: { kind: rolling, batches: [], bake: 0s }
    target: {}
`;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function serviceOf(lane: number): string {
  return `shop-${lane}`;
}

/** A service for each lane, since one service runs one deployment at a time. */
export async function benchCatalog(lanes: number): Promise<Catalog> {
  const names = Array.from({ length: lanes }, (_, lane) => serviceOf(lane));
  const files = names.map((name) => ({ file: `services/${name}.yaml`, text: serviceText(name) }));
  const providers = { noop: z.looseObject({}) };
  const all = [{ file: 'fairway.yaml', text: FAIRWAY }, ...files];
  const loaded = await loadCatalog(all, { providers, digest });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.catalog;
}
