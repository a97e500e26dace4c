import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closuresOf,
  laidBeside,
  readCopyInForce,
} from '../../src/domain/governance/calendar-copies.ts';
import {
  type CalendarFeed,
  type FeedChange,
  type FeedLook,
  type FeedState,
  looked,
  paceOf,
  SETTLES_MS,
} from '../../src/domain/governance/calendar-feed.ts';
import { closingsAt } from '../../src/domain/governance/closing.ts';
import { type Instant, instant, plus } from '../../src/domain/kernel/time.ts';

const NOW = instant(Date.UTC(2026, 10, 18, 10));
const MINUTE = 60_000;
const shop = { service: 'shop', environment: 'production' };
const feed: CalendarFeed = {
  name: 'company',
  url: 'https://calendar.example/company.ics',
  environments: ['production'],
  owner: 'platform',
  zone: 'Europe/Berlin',
  every: 15 * MINUTE,
};

function ics(
  ...events: readonly (readonly [name: string, from: string, to: string, more?: string])[]
) {
  const all = events.map(
    ([name, from, to, more = ''], i) =>
      `BEGIN:VEVENT\nUID:${i}\nSUMMARY:${name}\nDTSTART:${from}\nDTEND:${to}\n${more}END:VEVENT\n`,
  );
  return `BEGIN:VCALENDAR\n${all.join('')}END:VCALENDAR\n`;
}
const CLOSE = ['Close', '20261118T080000Z', '20261118T200000Z'] as const;
const PARTY = ['Party', '20261120T080000Z', '20261120T200000Z'] as const;
const OVER = ['Long ago', '20250101T080000Z', '20250101T200000Z'] as const;

/** One feed over time, with the texts that were kept. */
function begun() {
  const texts = new Map<string, string>();
  let state: FeedState | null = null;
  const textOf = (digest: string) => texts.get(digest);
  const take = (look: FeedLook, now: Instant): FeedChange => {
    const change = looked(state, feed, look, now);
    for (const one of change.rows) {
      if (one.table === 'calendar_copy') texts.set(one.row.digest, one.row.text);
      else state = one.row;
    }
    return change;
  };
  return {
    reads: (text: string, now: Instant) =>
      take(laidBeside({ text, digest: text, tags: null }, feed, { state, textOf, now }), now),
    same: (now: Instant) => take(laidBeside(null, feed, { state, textOf, now }), now),
    take,
    state: () => state,
    closed: (now: Instant, at = shop) => {
      const catalog = { blackouts: [], windows: [], feeds: [feed] };
      const states = state ? [state] : [];
      const known = closuresOf(catalog, states, (f, copy) =>
        readCopyInForce(textOf(copy.digest), f, copy),
      );
      return closingsAt(known, at, now).map(({ name, unread }) => unread ?? name);
    },
  };
}

function told({ events }: FeedChange) {
  return events.map(({ what }) => what);
}

describe('8.2 a calendar that somebody else keeps', () => {
  test('closes all it speaks of until it was read once, and nothing else', () => {
    const one = begun();
    expect(one.closed(NOW)).toEqual(['nobody has looked yet']);
    expect(one.closed(NOW, { ...shop, environment: 'staging' })).toEqual([]);
    const failed = one.take({ kind: 'failed', why: 'calendar.example answered 404' }, NOW);
    expect(told(failed)).toEqual(['failing']);
    expect(one.closed(NOW)).toEqual(['calendar.example answered 404']);
    expect(told(one.reads(ics(PARTY), plus(NOW, MINUTE)))).toEqual(['read', 'recovered']);
    expect(one.closed(plus(NOW, MINUTE))).toEqual([]);
  });

  test('every copy is in the ledger with its digest, what it was, and what it changes', () => {
    const one = begun();
    one.reads(ics(PARTY), NOW);
    const { ledger } = one.reads(ics(PARTY, CLOSE), plus(NOW, MINUTE));
    expect(ledger).toMatchObject([
      {
        subject: 'calendar:company',
        what: 'changed',
        by: 'fairway',
        evidence: {
          digest: ics(PARTY, CLOSE),
          was: ics(PARTY),
          closes: ['company: Close'],
          opens: [],
        },
      },
    ]);
  });

  test('one look that fails is weather, the second is told, once; so is that it can be read again', () => {
    const one = begun();
    one.reads(ics(CLOSE), NOW);
    const fails = (minutes: number) =>
      told(one.take({ kind: 'failed', why: 'no answer' }, plus(NOW, minutes * MINUTE)));
    expect([fails(15), fails(16), fails(18), fails(22)]).toEqual([[], ['failing'], [], []]);
    expect(one.closed(plus(NOW, 22 * MINUTE))).toEqual(['company: Close']);
    expect(one.state()).toMatchObject({
      seenAt: NOW,
      trouble: { tries: 4, since: plus(NOW, 15 * MINUTE) },
    });
    expect(told(one.reads(ics(CLOSE), plus(NOW, 23 * MINUTE)))).toEqual(['recovered']);
  });

  test.each([
    ['half of it', ics(CLOSE).slice(0, -12), /line 8/],
    [
      'an unknown zone',
      ics(CLOSE).replace('DTSTART:', 'DTSTART;TZID=Mars/Olympus:'),
      /line 5: unknown time zone/,
    ],
    ['a rule of each second', ics([...CLOSE, 'RRULE:FREQ=SECONDLY\n']), /more often than each day/],
    [
      'a rule that never comes',
      ics([...CLOSE, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n']),
      /cannot be placed/,
    ],
    [
      'far too many rules',
      ics(...Array.from({ length: 101 }, () => [...CLOSE, 'RRULE:FREQ=DAILY\n'] as const)),
      /more than 100/,
    ],
  ])('%s is not taken: the last good copy stays', (_, text, why) => {
    const one = begun();
    one.reads(ics(CLOSE), NOW);
    one.reads(text, plus(NOW, MINUTE));
    expect(one.state()?.trouble?.why).toMatch(why);
    expect(one.closed(plus(NOW, MINUTE))).toEqual(['company: Close']);
  });

  test('what it adds closes at once; what it takes away is open once it has said so for long enough', () => {
    const one = begun();
    one.reads(ics(CLOSE), NOW);
    const change = one.reads(ics(PARTY), plus(NOW, MINUTE));
    expect(change.events).toMatchObject([
      {
        what: 'opens',
        opens: ['company: Close'],
        closes: ['company: Party'],
        opensAt: plus(NOW, MINUTE + SETTLES_MS),
      },
    ]);
    const party = instant(Date.UTC(2026, 10, 20, 9));
    expect(one.closed(plus(NOW, 2 * MINUTE))).toEqual(['company: Close']);
    expect(one.closed(party)).toEqual(['company: Party']);
    expect(told(one.same(plus(NOW, 10 * MINUTE)))).toEqual([]);
    expect(one.closed(plus(NOW, 16 * MINUTE))).toEqual(['company: Close']);
    const settled = one.reads(ics(PARTY), plus(NOW, MINUTE + SETTLES_MS));
    expect(settled.events).toMatchObject([{ what: 'changed', opens: ['company: Close'] }]);
    expect(one.closed(plus(NOW, MINUTE + SETTLES_MS))).toEqual([]);
    expect(one.closed(party)).toEqual(['company: Party']);
  });

  test('an empty answer between two full ones opens nothing', () => {
    const one = begun();
    one.reads(ics(CLOSE, PARTY), NOW);
    expect(told(one.reads(ics(), plus(NOW, MINUTE)))).toEqual(['opens']);
    expect(told(one.reads(ics(CLOSE, PARTY), plus(NOW, 5 * MINUTE)))).toEqual(['stays']);
    expect(told(one.same(plus(NOW, 60 * MINUTE)))).toEqual([]);
    expect(one.closed(plus(NOW, 60 * MINUTE))).toEqual(['company: Close']);
  });

  test('what is over, and what things are called, opens nothing', () => {
    const one = begun();
    one.reads(ics(OVER, CLOSE), NOW);
    expect(told(one.reads(ics(CLOSE), plus(NOW, MINUTE)))).toEqual([]);
    expect(one.state()?.kept?.digest).toBe(ics(OVER, CLOSE));
    const renamed = one.reads(ics(['Annual close', CLOSE[1], CLOSE[2]]), plus(NOW, 2 * MINUTE));
    expect([told(renamed), renamed.ledger.map(({ what }) => what)]).toEqual([[], ['renamed']]);
    expect(one.closed(plus(NOW, 2 * MINUTE))).toEqual(['company: Annual close']);
  });

  test('a copy that can no longer be read closes: what is missing of it would be open', () => {
    const states = [
      {
        ...(begun().state() ?? {}),
        calendar: 'company',
        kept: { digest: 'x', at: NOW, closings: 1 },
        fading: [],
        since: NOW,
        trouble: null,
      } as FeedState,
    ];
    const known = closuresOf({ blackouts: [], windows: [], feeds: [feed] }, states, () => ({
      why: 'its copy is lost',
    }));
    expect(closingsAt(known, shop, NOW)).toMatchObject([
      { unread: 'its copy is lost', owner: 'platform' },
    ]);
  });

  test('it is looked at sooner while it fails, and less and less so; before it was read, never long after', () => {
    const kept = { digest: 'x', at: NOW, closings: 0 };
    const pace = (tries: number, more: Partial<FeedState>) =>
      paceOf(feed, { trouble: { why: '', since: NOW, tries, told: true }, ...more } as FeedState) /
      MINUTE;
    const tries = [1, 2, 3, 4, 5, 90];
    expect(tries.map((n) => pace(n, { kept }))).toEqual([1, 2, 4, 8, 15, 15]);
    expect(tries.map((n) => pace(n, { kept: null }))).toEqual([1, 2, 4, 5, 5, 5]);
    expect(paceOf(feed, null)).toBe(MINUTE);
    expect(paceOf(feed, { kept, trouble: null } as FeedState)).toBe(15 * MINUTE);
  });

  test('whatever is read in whatever order, nothing opens before it was said for long enough', () => {
    const texts = [ics(), ics(CLOSE), ics(PARTY), ics(CLOSE, PARTY), 'no calendar'];
    const step = fc.record({
      minutes: fc.integer({ min: 1, max: 20 }),
      text: fc.constantFrom(...texts),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const one = begun();
        one.reads(ics(CLOSE), NOW);
        let now = NOW;
        /** When it was last heard that it is closed, or nothing was heard that says otherwise. */
        let lastClosed = NOW;
        for (const { minutes, text } of steps) {
          now = plus(now, minutes * MINUTE);
          one.reads(text, now);
          if (text === texts[1] || text === texts[3]) lastClosed = now;
          const isClosed = one
            .closed(instant(Date.UTC(2026, 10, 18, 19)))
            .includes('company: Close');
          if (now < plus(lastClosed, SETTLES_MS)) expect(isClosed).toBe(true);
        }
        one.reads(ics(PARTY), plus(now, MINUTE));
        one.same(plus(now, MINUTE + SETTLES_MS));
        expect(one.closed(plus(now, MINUTE + SETTLES_MS))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
