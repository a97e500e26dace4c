import { describe, expect, test } from 'vitest';
import type { Incident } from '../../src/domain/incident/incident.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { PAIRS } from '../../src/domain/verdict/burn.ts';
import { Objective } from '../../src/domain/verdict/objective.ts';
import { type Replay, replayView } from '../../src/projections/replay.ts';
import { renderMessage } from '../../src/slack/render/message.ts';
import { deployment, NEW, NOON } from '../domain/sample.ts';

const objective = Objective.parse({ target: 0.999 });
const later = (minutes: number) => plus(NOON, minutes * 60_000);
const one = (id: 'D-7' | 'D-8' | 'D-9') =>
  deployment({ id, status: 'succeeded', artifact: { ...NEW, version: `${id.at(-1)}.0.0` } });
const incident = { id: 'INC-3', title: 'a token leaked' } as unknown as Incident;
const worst = {
  name: 'availability',
  target: 0.999,
  periodMs: 30 * 86_400_000,
  share: 1.32,
  served: { requests: 1_000_000, errors: 1_320 },
  knownMs: 30 * 86_400_000,
  until: null,
};
const quiet: Replay = {
  target: { service: 'shop', environment: 'production' },
  objective,
  pairs: PAIRS.filter(({ severity }) => severity === 'page'),
  forMs: 90 * 86_400_000,
  fired: [],
  burned: [],
  closed: [],
  secured: [],
  told: [],
  looked: 12,
};
const names = {
  person: (id: string) => ({ account: null, name: id }),
  group: (id: string) => ({ id: null, name: id }),
};
const rules =
  'availability 99.9 %: 14.4× over 5 minutes and 1 hour, or 6× over 30 minutes and 6 hours, or 2 % of the budget by one deployment alone. Nothing was changed.';

describe('6.1 the replay of one place', () => {
  test('in order of time: undone, held, closed, stopped, each with what and why', () => {
    const { text } = replayView({
      ...quiet,
      fired: [{ at: later(5), d: one('D-7'), why: '7.0.0 burns the error budget' }],
      burned: [{ at: later(4), until: later(20), why: 'All of shop burns', held: [one('D-7')] }],
      told: [{ at: later(25), until: later(28), why: 'it burns 3.4×' }],
      closed: [{ from: later(30), until: later(90), worst, barred: [one('D-9'), one('D-8')] }],
      secured: [
        {
          at: later(2),
          until: null,
          incident,
          held: [],
          barred: [one('D-9')],
          undone: one('D-7'),
        },
      ],
    });
    expect(text).toBe(
      [
        'Triggers of shop in production over the last 90 days: 1 of 12 deployments would have been undone. 1 would have been held, 2 would not have started.',
        '2026-11-20 12:02:00 UTC to now · line stopped for the security incident INC-3: held nothing, for nothing ran; undone D-7 7.0.0; not started D-9 9.0.0 · a token leaked.',
        '2026-11-20 12:04:00 UTC · held D-7 7.0.0: All of shop burns.',
        '2026-11-20 12:05:00 UTC · undone D-7: 7.0.0 burns the error budget; it stayed.',
        '2026-11-20 12:25:00 UTC to 2026-11-20 12:28:00 UTC · told: it burns 3.4×.',
        '2026-11-20 12:30:00 UTC to 2026-11-20 13:30:00 UTC · closed: availability 99.9 %: 132 % of the error budget of 30 days is spent (1,320 of 1,000,000 requests failed); not started D-9 9.0.0, D-8 8.0.0.',
        rules,
      ].join(' '),
    );
  });

  test('however long the name of an incident is, what would have been done is read', () => {
    const long = { ...incident, title: 'a token leaked '.repeat(40) };
    const many = Array.from({ length: 9 }, (_, n) =>
      deployment({
        id: `D-${n + 10}`,
        artifact: { ...NEW, version: '2026.11.20-rc.1+build.4711' },
      }),
    );
    const view = replayView({
      ...quiet,
      secured: [
        {
          at: NOON,
          until: NOON,
          incident: long,
          held: many,
          barred: [one('D-9')],
          undone: one('D-7'),
        },
      ],
    });
    const read = JSON.stringify(renderMessage(view, names).blocks);
    expect(read).toMatch(/and 4 more.*undone.*"D-7".*7\.0\.0.*not started.*"D-9".*9\.0\.0/);
  });

  test('where nothing would have fired it says so', () => {
    expect(replayView(quiet).text).toBe(
      `Triggers of shop in production over the last 90 days: 0 of 12 deployments would have been undone. ${rules}`,
    );
  });

  test('of many the newest are shown, and how many are not', () => {
    const burned = Array.from({ length: 33 }, (_, n) => {
      const at = later(n * 100);
      return { at, until: at, why: `burn ${n}`, held: [] };
    });
    const { text } = replayView({ ...quiet, burned });
    expect(text).not.toMatch(/burn 2\./);
    expect(text).toMatch(/burn 3\..*burn 32\. The first 3 are left out; name a shorter time\./);
  });
});
