import { expect, test } from 'vitest';
import { readerOf } from '../../src/commands/reader.ts';
import type { Service } from '../../src/domain/catalog/catalog.ts';
import { gatesFor } from '../../src/domain/deployment/draft.ts';
import { forbids } from '../../src/domain/deployment/rights.ts';
import { gates } from '../../src/domain/gates/index.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import { defaultStrategy } from '../../src/domain/strategies/index.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { withBeyond } from './five-paths/beyond.ts';
import { catalogOf, type Rules } from './five-paths/draw.ts';

/** Every rule there is at once. */
const all: Rules = {
  beginning: '',
  blackouts: [],
  windows: [],
  approval: true,
  board: true,
  staged: true,
};
const times = {
  zone: 'UTC',
  clock: '11:00',
  minutes: 60,
  weekdays: [],
  days: [],
  inFlight: 'finish',
} as const;
const catalog = (['budget', 'incident'] as const).reduce(
  (one, kind) => withBeyond(one, { ...all, beyond: { kind, times } }),
  catalogOf(all, await exampleCatalog()),
);
const environment = catalog.environments.find(({ name }) => name === 'production');
const ana = catalog.people.find(({ id }) => id === 'ana');

function named(name: string): Service {
  const found = catalog.services.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

test.each(['shop', 'basket'])(
  '5.3 every gate there is may hold %s, a version or a flag',
  (name) => {
    if (!environment) throw new Error('the example has no production');
    const planned = { at: instant(0), written: 'then' };
    const asked = {
      service: named(name),
      environment,
      previous: null,
      requestedBy: 'ana',
      withdrawMs: 0,
      planned,
      strategy: { ...defaultStrategy('canary'), requirePower: true },
    };
    const found = gatesFor(asked, catalog, (text) => text).map(({ kind }) => kind);
    expect(found).toEqual(gates.map(({ kind }) => kind));
  },
);

test.each([
  ['shop', 'C0OTHER001'],
  ['basket', 'C0OTHER001'],
])('5.3 %s is asked for from the channels of its environment alone', (name, channel) => {
  if (!environment || !ana) throw new Error('the example has changed');
  const where = { service: named(name), environment: { ...environment, channels: ['C024BE91L'] } };
  const may = (from: string) =>
    forbids(readerOf(catalog, ana), 'deploy', { ...where, channel: from }, catalog)?.code ?? null;
  expect([may(channel), may('C024BE91L')]).toEqual(['wrong-channel', null]);
});
