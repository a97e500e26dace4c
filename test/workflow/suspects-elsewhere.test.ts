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

/** What is asked of the records when a change that was made at this moment is told of. */
async function askedFor(at: number, environment = 'production'): Promise<readonly string[]> {
  const move: Move = {
    ...{ id: 'E-1', source: 'flags', ref: 'a', kind: 'flag', name: 'new-checkout' },
    ...{ says: 'turned on', service: 'shop', environment, at: instant(at), percent: 100 },
    ...{ by: null, link: null },
  };
  const asked: string[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    moveElsewhere: move,
    incidents: opened?.rows.map(({ row }) => row),
    suspicion: null,
    ledgerOf: new Map(),
    trackRecords: new Map(),
  };
  const records = new Proxy({} as Suspecting['records'], {
    get: (_, name: string) => async () => {
      asked.push(name);
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
  const event = { type: 'elsewhere', id: 'E-1', ...shop } as const;
  await createSuspecter(ctx).on(event);
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
