import { describe, expect, test } from 'vitest';
import { failed, turnOf } from '../../src/domain/governance/depart.ts';
import {
  board,
  type Departure,
  leave,
  type Rider,
  type TrainChange,
} from '../../src/domain/governance/departure.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { behindNote, driverNote, markNote } from '../../src/projections/train-note.ts';
import { createTrainNotices } from '../../src/slack/train-notices.ts';
import { after, begin, NOON, weekly, who } from '../domain/weekly-train.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';

const { now } = createFakeClock();

/** ana boarded what bo wrote. */
const aboard = after(begin(), board(begin(), { ...who('shop', ['bo']), by: 'ana' }, NOON));

/** Tells what happened until it was heard whole, delivering meanwhile; breaks once, at the nth call outwards. */
async function told(change: TrainChange | Refusal, nth = Number.POSITIVE_INFINITY) {
  if (isRefusal(change)) throw new Error(change.what);
  const [event] = change.events;
  const d: Departure | undefined = change.rows[0]?.row;
  if (!event || !d) throw new Error('nothing happened');
  const messages = createMemoryMessages(now);
  let calls = 0;
  const reachOut = (): void => {
    calls += 1;
    if (calls === nth) throw new Error('broken');
  };
  const { on } = createTrainNotices({
    records: { departure: async () => d },
    messages: {
      find: messages.find,
      async want(wish) {
        reachOut();
        await messages.want(wish);
      },
    },
    bell: { ring: async () => reachOut() },
    catalog: () => ({ ...catalog, trains: [weekly] }),
    markNote,
    driverNote,
    behindNote,
  });
  const posted: string[] = [];
  let broke = 0;
  for (let telling = 0; telling < 3; telling += 1) {
    await on(event).catch(() => {
      broke += 1;
    });
    for (const key of await messages.due(99)) {
      const message = await messages.take(key, 1);
      if (!message) continue;
      await messages.begin(key, null);
      await messages.sent(key, `${posted.length}`, message.revision);
      posted.push(`${message.channel}: ${message.content.text}`);
    }
  }
  return { posted: posted.toSorted(), broke };
}

function closed(): TrainChange {
  const turn = turnOf(aboard, aboard.cutOffAt);
  if (turn?.kind !== 'moves') throw new Error('it does not close');
  return turn.change;
}

describe('who stays behind is told in person', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'once each, told again and broken at call %i',
    async (nth) => {
      const { posted, broke } = await told(closed(), nth);
      expect(broke).toBe(1);
      expect(posted).toEqual([
        expect.stringMatching(/^U0ANA: shop 1 stays behind.*bo had not marked it ready/),
        expect.stringMatching(/^U0BO: shop 1 stays behind.*\/release train join weekly shop@1$/),
      ]);
    },
  );

  test('but not whoever took it off', async () => {
    const { posted } = await told(leave(aboard, 'shop', { by: 'ana', why: null }, NOON));
    expect(posted).toEqual([expect.stringMatching(/^U0BO: .*ana took it off/)]);
  });

  test('and nobody of what had left and failed', async () => {
    const rider = { ...aboard.riders[0], state: 'asked', deployment: 'D-1' } as Rider;
    const { posted } = await told(failed(aboard, rider, 'D-1 failed', aboard.departsAt));
    expect(posted).toEqual([]);
  });
});
