import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { scriptTarget } from '../../providers/fixtures/script-world.ts';
import { ANA } from './slack-ear.ts';

const ENVIRONMENTS = 40;
const State = z.object({ effects: z.array(z.object({ key: z.string(), kind: z.string() })) });

/** A place that can be locked once, so that the ledger shows who did it. */
export interface Place {
  readonly service: string;
  readonly environment: string;
}

/** Where a version is really put, by a script. */
export const SHOP: Place = { service: 'shop', environment: 'e0' };

/** Writes the configuration of an organisation with so many places besides the shop's; answers them. */
export function writeOrganisation(folder: string, wanted: number): readonly Place[] {
  const environments = Array.from({ length: ENVIRONMENTS }, (_, n) => `e${n}`);
  const services = Array.from({ length: Math.ceil(wanted / ENVIRONMENTS) }, (_, n) => `s${n}`);
  mkdirSync(join(folder, 'services'));
  // JSON is YAML.
  const organisation = {
    organisation: 'Soak',
    environments: Object.fromEntries(
      environments.map((name) => [name, { provider: 'command', protected: false }]),
    ),
    people: { ana: { slack: ANA } },
    groups: { platform: ['ana'] },
  };
  writeFileSync(join(folder, 'fairway.yaml'), JSON.stringify(organisation));
  const rolling = { kind: 'rolling', batches: [50], bake: '1s' };
  for (const service of [...services, SHOP.service]) {
    const where = service === SHOP.service ? { environments: { e0: {} } } : {};
    const file = {
      ...{ service, owners: ['platform'], strategy: rolling, target: scriptTarget() },
      ...where,
    };
    writeFileSync(join(folder, `services/${service}.yaml`), JSON.stringify(file));
  }
  writeFileSync(stateFile(folder), JSON.stringify(stateWhere('1.0.0')));
  const places = services.flatMap((service) =>
    environments.map((environment) => ({ service, environment })),
  );
  return places.slice(0, wanted);
}

export function stateFile(folder: string): string {
  return join(folder, 'state.json');
}

/** What the script really did, `key kind` each. */
export function effectsOf(folder: string): readonly string[] {
  const { effects } = State.parse(JSON.parse(readFileSync(stateFile(folder), 'utf8')));
  return effects.map(({ key, kind }) => `${key} ${kind}`);
}

function stateWhere(version: string) {
  const built = (name: string) => ({
    version: name,
    digest: `sha256:${createHash('sha256').update(name).digest('hex')}`,
  });
  const live = built(version);
  return {
    epoch: 0,
    versions: [live, built('1.1.0')],
    live: [{ ...live, percent: 100, healthy: true }],
    staged: [live.digest],
    ...{ keys: [], effects: [], faults: [] },
  };
}
