import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { QueueAddress } from '../../../src/queue/connect.ts';
import { verifyLedger } from '../program/ledger.ts';
import { createRandom, type Random } from '../random.ts';
import { none, type Order, type Outcome, told } from '../trial.ts';
import { effectsOf, SHOP } from './organisation.ts';
import { deployEvent, type Event, inLanes, lockEvent, post, signed } from './requests.ts';
import { ringByHand } from './rings.ts';
import type { Ward } from './ward.ts';

const LANES = 24;
/** Beyond the five minutes by more than a request may be under way: one for the future comes nearer meanwhile. */
const OUTSIDE_MS = 5 * 60_000 + 65_000;
const DONE_WITHIN_MS = 240_000;

export interface Counts {
  /** Distinct events, delivered up to five times each. */
  readonly events: number;
  /** Byte-exact replays of one more. */
  readonly replays: number;
  /** So many signed too long ago, and as many for the future: never to be taken. */
  readonly outside: number;
}

/** How many places an exchange locks. */
export function placesFor({ events, outside }: Counts): number {
  return events + 1 + 2 * outside;
}

/** Delivers all of it to the Fairways of a ward and compares what came of it. */
export async function exchange(
  ward: Ward,
  queue: QueueAddress,
  pool: Pool,
  { events, replays: again, outside }: Counts,
  { seed, tell }: Pick<Order, 'seed' | 'tell'>,
): Promise<Outcome> {
  const random = createRandom(seed);
  const locks = ward.places.map((place, n) => lockEvent(n, place, ward.slack));
  const taken = [...locks.slice(0, events), deployEvent('shop@1.1.0 to e0', ward.slack)];
  const replayed = locks.slice(events, events + 1);
  const strange = locks.slice(events + 1);
  const over = new AbortController();
  const ringing = ringByHand(queue, pool, random, over.signal);
  ringing.catch(() => {}); // heard below, when the rest was ended
  const deliver = async () => {
    const began = performance.now();
    const sent = await sendShuffled(ward, taken, random);
    const bytes = replayed.map((event) => signed(event));
    const replays = await sendTo(ward, Array(again).fill(bytes).flat(), random);
    const refused = await sendTo(
      ward,
      strange.map((event, n) => {
        const wrongMs = n < outside ? -OUTSIDE_MS : OUTSIDE_MS;
        return signed(event, Date.now() + wrongMs);
      }),
      random,
    );
    const sentMs = performance.now() - began;
    tell(`sent in ${Math.round(sentMs)} ms`);
    return { sent, replays, refused, sentMs, done: await allDone(pool) };
  };
  const { sent, replays, refused, sentMs, done } = await deliver().finally(() => over.abort());
  const rings = await ringing;
  const expected = [...taken.slice(0, -1), ...replayed];
  const found = await compare(ward, pool, expected, [...taken, ...replayed]);
  const ledger = await verifyLedger(pool);
  const crashed = ward.crashed();
  const odd = [
    ...[...sent, ...replays].filter((status) => status !== 200).map((s) => `answered with ${s}`),
    ...refused.filter((status) => status !== 401).map((s) => `a stale or future one got ${s}`),
    ...(done ? [] : ['acts of the inbox that nobody finished']),
  ];
  const perSecond = Math.round((sent.length + replays.length) / (sentMs / 1_000));
  return {
    figures: [
      told('distinct events', events + 2),
      told('  deliveries of them over HTTP', `${sent.length}, ${perSecond}/s`),
      told('  byte-exact replays of one', replays.length),
      told('  jobs added by hand', rings),
      {
        figure: 'effects',
        value: String(found.effects),
        target: String(expected.length),
        pass: found.effects === expected.length,
      },
      none('effects missing or doubled', found.wrong),
      none('answers missing or doubled', found.unanswered),
      none(`stale or future ones taken (of ${refused.length})`, odd.concat(found.strangers)),
      none('effects of the deployment missing or doubled', found.deployed),
      none('ledger entries that do not verify', ledger.faults),
      none(`of ${ward.urls.length} Fairways crashed`, crashed),
    ],
    faults: [
      ...[...odd, ...found.wrong, ...found.unanswered, ...found.strangers, ...found.deployed],
      ...[...ledger.faults, ...crashed],
    ],
  };
}

/** Each one to five times, all of them shuffled: a repetition may come long after it was done. */
function sendShuffled(ward: Ward, events: readonly Event[], random: Random) {
  const copies = events.flatMap((event) => Array<Event>(random.between(1, 5)).fill(event));
  const shuffled = copies
    .map((event) => ({ event, at: random.next() }))
    .toSorted((a, b) => a.at - b.at);
  return sendTo(
    ward,
    shuffled.map(
      ({ event }) =>
        () =>
          signed(event),
    ),
    random,
  );
}

type Sealed = ReturnType<typeof signed>;

/** To any of the processes; answers every status. */
async function sendTo(
  { urls }: Ward,
  all: readonly (Sealed | (() => Sealed))[],
  random: Random,
): Promise<readonly number[]> {
  const statuses: number[] = [];
  await inLanes(all, LANES, async (one) => {
    statuses.push(await post(random.pick(urls), typeof one === 'function' ? one() : one));
  });
  return statuses;
}

/** Whether everything received was finished and nothing is under way any more. */
async function allDone(pool: Pool): Promise<boolean> {
  const until = performance.now() + DONE_WITHIN_MS;
  while (performance.now() < until) {
    const { rows } = await pool.query<{ open: number }>(`
      SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL)::int
        + (SELECT count(*) FROM deployment WHERE status IN ('pending', 'running'))::int AS open`);
    if (rows[0]?.open === 0) return true;
    await sleep(100);
  }
  return false;
}

const LOCKED = `
  SELECT body::json -> 'evidence' ->> 'because' AS id, count(*)::int AS times FROM audit_entry
  WHERE body::json ->> 'what' = 'locked' GROUP BY 1`;
/** Two versions are pulled. */
const ONCE = ['prestage', 'prestage', 'start', 'shift', 'shift', 'finish'];

async function compare(
  ward: Ward,
  pool: Pool,
  expected: readonly Event[],
  answered: readonly Event[],
) {
  const { rows } = await pool.query<{ id: string; times: number }>(LOCKED);
  const times = new Map(rows.map((row) => [row.id, row.times]));
  const ids = new Set(expected.map(({ id }) => id));
  const { answers } = ward.slack;
  const effects = effectsOf(ward.folder);
  const kinds = effects.map((one) => one.split(' ')[1]);
  const once = new Set(effects).size === effects.length && kinds.join() === ONCE.join();
  return {
    effects: rows.reduce((sum, row) => sum + row.times, 0),
    wrong: expected.flatMap(({ id }) =>
      times.get(id) === 1 ? [] : [`${id} had its effect ${times.get(id) ?? 0} times`],
    ),
    unanswered: answered.flatMap(({ id }) =>
      answers.get(id) === 1 ? [] : [`${id} was answered ${answers.get(id) ?? 0} times`],
    ),
    strangers: [...times.keys()].filter((id) => !ids.has(id)).map((id) => `${id} was taken`),
    deployed: once ? [] : [`${SHOP.service}: ${effects.join(', ')}`],
  };
}
