import { expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { Cadence } from '../../src/domain/governance/cadence.ts';
import { Train } from '../../src/domain/governance/train.ts';
import { type Blackout, ReleaseWindow } from '../../src/domain/governance/window.ts';
import { proveRules } from '../../src/domain/rulebook/index.ts';
import type { StrategyConfig } from '../../src/domain/strategies/index.ts';
import { catalogOf, closed, found, there } from './rules.ts';

const train = (patch: Record<string, unknown> = {}): Train => ({
  name: 'weekly',
  ...Train.parse({
    to: 'production',
    waves: [['shop']],
    days: ['mo', 'we'],
    at: '10:00',
    zone: 'Europe/Berlin',
    cutOff: '1h',
    ...patch,
  }),
});
const running = (patch: Record<string, unknown>, more: Partial<Catalog>): Catalog =>
  catalogOf({ trains: [train(patch)], ...more });

const weekend = closed('weekend', {
  from: '2026-01-03T00:00',
  for: '48h',
  repeat: 'FREQ=WEEKLY;BYDAY=SA',
});
const window = (from: string, repeat: string, patch: Partial<ReleaseWindow> = {}): ReleaseWindow =>
  ReleaseWindow.parse({ ...closed('open', {}), from, for: '4h', repeat, ...patch });

test('a train whose every departure is in closed time, with the first of them', () => {
  expect(proveRules(running({}, { blackouts: [closed('day', {})] }))).toEqual([
    {
      about: 'train weekly',
      what: 'every mon,wed at 10:00 Europe/Berlin is closed time for shop in production',
      example:
        'at 2026-01-05 09:00 UTC production is closed by "day" until 2026-01-05 19:00 UTC, so that shop stays behind',
    },
  ]);
});

test('a cadence whose every time is, by release windows', () => {
  const every = { to: 'production', services: ['search', 'shop'], days: ['fr'], at: '10:00' };
  const cadences = [{ name: 'fridays', ...Cadence.parse({ ...every, zone: 'UTC' }) }];
  const windows = [window('2026-01-05T09:00', 'FREQ=WEEKLY;BYDAY=MO')];
  expect(proveRules(catalogOf({ cadences, windows }))).toEqual([
    {
      about: 'cadence fridays',
      what: 'every fri at 10:00 UTC is closed time for search and shop in production',
      example:
        'at 2026-01-09 10:00 UTC production is outside its release windows until "open" opens at 2026-01-12 08:00 UTC, so that search is skipped by a schedule that keeps to it',
    },
  ]);
});

const days = (name: string, patch: Partial<Record<keyof Blackout, unknown>> = {}): Blackout => ({
  ...closed(name, { repeat: undefined, for: '1d', from: '2026-06-01', ...patch }),
  spans: [
    { from: '2026-06-01', days: 1 },
    { from: '2026-06-03', days: 1 },
  ],
});

test.each<[string, Record<string, unknown>, Partial<Catalog>, string | null]>([
  ['nothing closes', {}, {}, null],
  ['one day of the week', { days: ['fr', 'sa'] }, { blackouts: [weekend] }, 'every sat at 10:00'],
  [
    'closed for another service alone',
    {},
    { blackouts: [closed('day', { services: ['search'] })] },
    null,
  ],
  [
    'closed in another environment alone',
    { to: 'staging' },
    { blackouts: [closed('day', {})] },
    null,
  ],
  ['it ends a minute before', { at: '20:01' }, { blackouts: [closed('day', {})] }, null],
  ['it begins a minute after', { at: '07:59' }, { blackouts: [closed('day', {})] }, null],
  ['it ends at that very moment', { at: '20:00' }, { blackouts: [closed('day', {})] }, null],
  [
    'holidays that hit some departures',
    { days: ['mo', 'we'] },
    { blackouts: [days('bank')] },
    null,
  ],
  [
    'only so many times',
    {},
    { blackouts: [closed('day', { repeat: 'FREQ=DAILY;COUNT=90' })] },
    null,
  ],
  [
    'open every other week',
    {},
    { blackouts: [closed('day', { repeat: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE' })] },
    null,
  ],
  [
    'two that close one day each',
    {},
    {
      blackouts: [
        closed('one', { repeat: 'FREQ=WEEKLY;BYDAY=MO' }),
        closed('two', { from: '2026-01-07T08:00', repeat: 'FREQ=WEEKLY;BYDAY=WE' }),
      ],
    },
    'every mon,wed at 10:00',
  ],
  [
    'a window on its days',
    {},
    { windows: [window('2026-01-05T09:00', 'FREQ=WEEKLY;BYDAY=MO,WE')] },
    null,
  ],
  [
    'a window once a month, on one of its days',
    { days: ['mo'] },
    { windows: [window('2026-01-05T09:00', 'FREQ=MONTHLY;BYDAY=1MO')] },
    null,
  ],
  [
    'a window in the afternoon',
    {},
    { windows: [window('2026-01-05T12:00', 'FREQ=DAILY')] },
    'every mon,wed at 10:00',
  ],
  [
    'a window of another zone',
    { zone: 'UTC', at: '12:30' },
    { windows: [window('2026-01-05T09:00', 'FREQ=DAILY')] },
    'every mon,wed at 12:30',
  ],
  [
    'a window that is open then in winter alone',
    { zone: 'UTC', at: '11:30' },
    { windows: [window('2026-01-05T09:00', 'FREQ=DAILY')] },
    null,
  ],
])('%s', (_, patch, more, said) => {
  const all = found(running(patch, more));
  if (said === null) expect(all).toEqual([]);
  else expect(all).toEqual([expect.stringContaining(`train weekly: ${said}`)]);
});

test('a later wave leaves when those before it have arrived: only where that is closed as well', () => {
  const strategy: StrategyConfig = { kind: 'rolling', batches: [50], bake: 3 * 3_600_000 };
  const placed = { ...there, strategy };
  const services = catalogOf().services.map((one) => ({
    ...one,
    environments: { production: placed },
  }));
  const lasting = (length: string) =>
    found(
      running(
        { waves: [['search'], ['shop']] },
        { services, blackouts: [closed('morning', { services: ['shop'], for: length })] },
      ),
    );
  expect(lasting('4h')).toEqual([]);
  expect(lasting('6h')).toEqual([expect.stringContaining('closed time for shop in production')]);
});
