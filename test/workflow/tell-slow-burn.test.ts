import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { type BurnWatch, dayOf, hourOf } from '../../src/domain/deployment/burn-watch.ts';
import type { SlowNews } from '../../src/domain/deployment/slow-burn.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { slowBurnNotice } from '../../src/projections/slow-burn.ts';
import { type TellSlowBurn, tellSlowBurn } from '../../src/workflow/tell-slow-burn.ts';
import { NOON } from '../domain/sample.ts';

const place = { service: 'shop', environment: 'production' };
const catalog = {
  services: [{ name: 'shop', owners: ['owners'], environments: { production: {} } }],
  environments: [{ name: 'production', deployers: [] }],
  groups: [{ name: 'owners', members: ['chen'] }],
  people: [],
} as unknown as Catalog;

/** Two hours of measuring, in which so many of a thousand requests a minute failed. */
function seenWith(failing: number, more: Partial<BurnWatch> = {}): BurnWatch {
  const minutes = Array.from(
    { length: 120 },
    (_, i) => [plus(NOON, (i - 120) * 60_000), '1.0.0', 1_000, failing] as const,
  );
  const all = [120_000, 120 * failing] as const;
  return {
    ...{ ...place, readAt: NOON, since: plus(NOON, -7_200_000), totals: {}, minutes, revision: 0 },
    days: [[dayOf(NOON), ...all]],
    hours: [[hourOf(NOON - 1), ...all]],
    ...more,
  };
}

/** What its owners read. */
async function toldOf(seen: BurnWatch, objective: Objective): Promise<string | null> {
  let told: SlowNews | null = null;
  const ports = {
    catalog: () => catalog,
    records: { burn: async () => seen, now: async () => NOON },
    store: { change: async () => ({ kind: 'unchanged' }) },
    alarms: {
      find: async () => ({ incident: 0, n: 0, open: false, about: '' }),
      record: async () => {},
    },
    saySlowBurn: async (news: SlowNews) => {
      told = news;
    },
    log: { info() {} },
  } as unknown as TellSlowBurn;
  await tellSlowBurn(ports, place, [objective]);
  return told && slowBurnNotice(told).text;
}

const open = Objective.parse({ target: 0.99, whenSpent: 'open' });
const since = { since: NOON, at: NOON };

test('6.1 what is told of a slow burn says what is held meanwhile, and by what', async () => {
  expect(await toldOf(seenWith(40), open)).toMatch(/Nothing is held for it; chen should find out/);
  expect(await toldOf(seenWith(400, { whole: since }), open)).toMatch(
    /It burns so fast that what runs there is held and what would start waits; chen should find out/,
  );
});

test('6.1 nor is nothing held where its whole budget is spent and closes the place', async () => {
  // Nothing else was served in a month than what burns now.
  const spent = seenWith(40, { since: plus(NOON, -30 * 86_400_000) });
  expect(await toldOf(spent, Objective.parse({ target: 0.99 }))).toMatch(
    /Its budget is spent, so what would start there waits; chen should find out/,
  );
  expect(await toldOf(spent, open)).toMatch(/Nothing is held for it; chen should find out/);
});
