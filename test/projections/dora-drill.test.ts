import { expect, test } from 'vitest';
import type { Drilled } from '../../src/domain/dora/delivery.ts';
import { summarise } from '../../src/domain/dora/dora-1.ts';
import { doraOf } from '../../src/domain/dora/report.ts';
import { doraDrill } from '../../src/projections/dora.ts';
import { hour } from '../domain/dora-logs.ts';

const period = { from: hour(0), to: hour(100), asOf: hour(100) };
const report = {
  target: { service: 'shop', environment: 'production' },
  dora: doraOf(summarise([], [], period), period),
  ...{ unlinked: [], unremedied: [] },
};

function drilled(n: number, leadMs?: number): Drilled {
  return {
    ...{ id: `D-${n}`, kind: 'deploy', at: hour(n), fixes: null, rollbackOf: null },
    recoveredInMs: null,
    ...(leadMs === undefined ? {} : { leadMs }),
  };
}

test('8.6 behind the lead time: the slowest first, each with how long its oldest commit took', () => {
  const view = JSON.stringify(doraDrill(report, 'lead', [drilled(2, 7_200_000)], 30));
  expect(view).toContain('Longest lead times: shop in production: D-2.');
  expect(view).toContain(' · 2 hours from its oldest commit');
  expect(view).toContain('1 shown, slowest first. Details');
});

test('8.6 a list that is cut says so', () => {
  const three = [3, 2, 1].map((n) => drilled(n));
  expect(doraDrill(report, 'deployments', three, 2).text).toMatch(/production: D-3, D-2\.$/);
  const cut = JSON.stringify(doraDrill(report, 'deployments', three, 2));
  expect(cut).toContain('2 shown, newest first, and there are more: ask for a shorter period.');
  expect(JSON.stringify(doraDrill(report, 'deployments', three, 3))).not.toContain(
    'there are more',
  );
});
