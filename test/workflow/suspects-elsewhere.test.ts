import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import type { Move } from '../../src/domain/elsewhere/move.ts';
import { openFor } from '../../src/domain/incident/tell.ts';
import { instant, plus } from '../../src/domain/kernel/time.ts';
import { createSuspecter, type Suspecting } from '../../src/workflow/suspect/tend.ts';

const HOUR = 3_600_000;
const environments = [{ name: 'production' }, { name: 'staging' }];
const catalog = { environments, services: [] } as unknown as Catalog;
const began = instant(Date.UTC(2026, 10, 18, 14, 12));
const shop = { service: 'shop', environment: 'production' };
const opened = openFor(
  {
    place: shop,
    reference: { source: 'alerts', ref: 'r', url: null },
    alerts: [
      {
        ...{ source: 'alerts', fingerprint: 'f', name: 'HighErrorRate', summary: null },
        ...{ severity: 'error', ...shop, labels: {}, startedAt: began, endedAt: null, url: null },
      },
    ],
  },
  { id: 'INC-1', channel: null },
  began,
);

function flag(id: Move['id'], at: number, environment: string): Move {
  return {
    ...{ id, source: 'flags', ref: id, kind: 'flag', name: 'new-checkout', says: 'turned on' },
    ...{ service: 'shop', environment, at: instant(at), percent: 100, by: null, link: null },
  };
}

/** What is asked of the records when a change that was made at this moment is told of, and these are still to be told. */
async function askedFor(
  at: number,
  environment = 'production',
  behind: readonly Move[] = [],
): Promise<readonly string[]> {
  const moves = [flag('E-1', at, environment), ...behind];
  const told = moves.map(({ id }) => ({ type: 'elsewhere', id, ...shop }) as const);
  const asked: string[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    untold: told.toReversed(),
    incidents: opened?.rows.map(({ row }) => row),
    suspicion: null,
    ledgerOf: new Map(),
    trackRecords: new Map(),
  };
  const records = new Proxy({} as Suspecting['records'], {
    get: (_, name: string) => async (id: unknown) => {
      asked.push(name);
      if (name === 'moveElsewhere') return moves.find((one) => one.id === id) ?? null;
      return name in answers ? answers[name] : [];
    },
  });
  const wrong: unknown[] = [];
  const ctx = {
    records,
    catalog: () => catalog,
    configurations: { list: async () => [] },
    store: { change: async () => ({ kind: 'unchanged' }) },
    log: { info() {}, error() {}, warn: (fields: unknown) => wrong.push(fields) },
  } as unknown as Suspecting;
  for (const event of told.slice(0, 1)) await createSuspecter(ctx).on(event);
  expect(wrong).toEqual([]);
  return asked;
}

test.each([
  ['made before it, and told of late', began - HOUR, 'production', true],
  ['older than all that is weighed', began - 25 * HOUR, 'production', false],
  ['made after it began', began + HOUR, 'production', false],
  ['of another environment', began - HOUR, 'staging', false],
  ['of all environments', plus(began, -HOUR), '*', true],
])('a change that is %s', async (_, at, environment, isRanked) => {
  expect((await askedFor(at, environment)).includes('moved')).toBe(isRanked);
});

test.each([
  ['another that is weighed as well', flag('E-2', began - HOUR, 'production'), false],
  ['one of another environment', flag('E-2', began - HOUR, 'staging'), true],
  ['one that was made after it began', flag('E-2', began + 1_000, 'production'), true],
])(
  'of a burst the last is ranked: behind it is still to be told %s',
  async (_, behind, isRanked) => {
    expect((await askedFor(began - HOUR, 'production', [behind])).includes('moved')).toBe(isRanked);
  },
);
