import { expect, test } from 'vitest';
import { userFeedback } from '../../src/commands/user-feedback.ts';
import { riseIn } from '../../src/domain/feedback/look.ts';
import { TicketSource } from '../../src/domain/feedback/source.ts';
import { instant } from '../../src/domain/kernel/time.ts';
import type { Span } from '../../src/ports/metrics.ts';
import { feedbackSentence } from '../../src/projections/user-feedback.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = instant(100 * DAY);
const desk = TicketSource.parse({
  name: 'desk',
  kind: 'generic',
  secrets: ['env:DESK'],
  inEnvironment: 'production',
});
const catalog = { ...(await exampleCatalog()), tickets: [desk] };
const artifact = { version: '1.1.0', digest: 'sha256:a' } as const;
const d = {
  id: 'D-2',
  kind: 'deploy',
  service: 'shop',
  environment: 'production',
  exposedAt: FROM,
  artifact,
} as const;

/** Ten in two weeks, and as many in the first hour after. */
const tickets = [
  ...Array.from({ length: 10 }, (_, n) => FROM - (n + 1) * DAY + 60_000),
  ...Array.from({ length: 10 }, (_, n) => FROM + n * 60_000),
].map((at, n) => {
  const of = { service: 'shop', environment: 'production', source: 'desk', version: null };
  return { ...of, ref: `${n}`, at: instant(at) };
});

function looks(during: ((span: Span) => number) | null) {
  const counted = (n: number) => ({ requests: n, errors: 0, buckets: [] });
  const asked: Span[] = [];
  const spans = during && {
    async during(_: unknown, __: unknown, span: Span) {
      asked.push(span);
      return new Map([
        ['1.0.0', counted(during(span) / 2)],
        ['1.1.0', counted(during(span) / 2)],
      ]);
    },
  };
  const ctx = {
    catalog: () => catalog,
    records: {
      firstTickets: async () => new Map([['desk', instant(FROM - 14 * DAY)]]),
      tickets: async () => tickets,
      moved: async () => [],
    },
    provider: () => ({ metrics: spans ? { spans } : {} }),
  };
  return userFeedback(ctx, d, instant(FROM + 90 * 60_000)).then((found) => ({ found, asked }));
}

test.each([
  ['nothing remembers what was served', null, true, /0\.7 expected by the days before\./],
  [
    'as much was served as before',
    () => 1_000,
    true,
    /0\.7 expected by the days before and the requests/,
  ],
  [
    'fifty times as much was served',
    ({ from }: Span) => (from >= FROM ? 50_000 : 1_000),
    false,
    /^No rise .* 36 expected by the days before and the requests served/,
  ],
  [
    'what remembers is silent',
    () => {
      throw new Error('silent');
    },
    true,
    /0\.7 expected by the days before\./,
  ],
])('ten tickets in the first hour, and %s', async (_, during, rises, says) => {
  const { found } = await looks(during);
  expect(riseIn(found) !== null).toBe(rises);
  expect(feedbackSentence(found, catalog)).toMatch(says);
});

test('the same hours are asked about on both sides', async () => {
  const { asked } = await looks(() => 1_000);
  expect(asked).toHaveLength(15);
  expect(asked.map(({ from, to }) => [(FROM - from) / DAY, to - from])).toEqual(
    Array.from({ length: 15 }, (_, day) => [day, HOUR]),
  );
});
