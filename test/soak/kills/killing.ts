import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Lane } from '../program/lanes.ts';
import { type Life, startLife } from '../program/life.ts';
import { openDeployments } from '../program/watch.ts';
import { EFFECTS, type End, type Orders } from '../program/words.ts';
import { ask } from './person.ts';
import type { Schedule } from './schedule.ts';

const LOOK_MS = 120;
const START_WITHIN_MS = 30_000;
/** A life that never comes to its point is ended by the clock. */
const LONGEST_LIFE_MS = 20_000;
const LONGEST_RECOVERY_MS = 3_500;
/** The longest that a command dawdles before it acts; it outlives whoever called it. */
export const DAWDLE_MS = 2_500;

/** What the killed lives of a lane have told. */
export interface Killed {
  readonly kills: number;
  readonly atBoundary: number;
  /** Kills of a life that was to recover from the one before. */
  readonly again: number;
  /** Of those, where what had been cut was still as it was. */
  readonly whileRecovering: number;
  readonly promised: readonly string[];
}

/** Of five kills at a boundary these are followed by one during the recovery. */
const FOLLOWED: readonly number[] = [1, 3];

/**
 * Kills a lane's Fairway so many times: at the next boundary of the schedule while people go on asking,
 * and after two of five such kills once more while the next life recovers.
 */
export async function killings(
  lane: Lane,
  schedule: Schedule,
  times: number,
  tell: (line: string) => void,
): Promise<Killed> {
  const promised: string[] = [];
  let [cases, atBoundary, again, whileRecovering] = [0, 0, 0, 0];
  while (cases + again < times) {
    const met = await killAt(lane, schedule, promised, tell);
    atBoundary += met ? 1 : 0;
    cases += 1;
    if (cases + again === times || !FOLLOWED.includes((cases - 1) % 5)) continue;
    again += 1;
    whileRecovering += (await killRecovering(lane, tell)) ? 1 : 0;
  }
  return { kills: cases + again, atBoundary, again, whileRecovering, promised };
}

/** True when it died at the boundary whose turn it was. */
async function killAt(
  lane: Lane,
  schedule: Schedule,
  promised: string[],
  tell: (line: string) => void,
): Promise<boolean> {
  const at = schedule.next();
  const end: End = { signal: 'SIGKILL', at, nth: 1, flyMs: lane.random.between(0, 25) };
  const life = startLife(lane.ground, end, orders(lane, at));
  const met = await liveOut(lane, life, promised);
  if (met) schedule.met(at);
  const where = met ? at : `no boundary, ${at} did not come`;
  tell(`${lane.name}: killed at ${where}, cut ${said(await cutIn(lane))}`);
  return met;
}

/** True when what had been cut was still so when the next life was killed as well. */
async function killRecovering(lane: Lane, tell: (line: string) => void): Promise<boolean> {
  const cut = await cutIn(lane);
  const how = await killNext(lane, cut);
  const still = await cutIn(lane);
  const same = [...cut].some(([id, revision]) => still.get(id) === revision);
  tell(`${lane.name}: killed ${how}, ${same ? 'still cut' : 'had gone on'}: ${said(still)}`);
  return same;
}

const said = (cut: ReadonlyMap<string, number>): string => [...cut.keys()].join(' ') || 'nothing';

/** Half of a script lane's lives have a verb that dawdles: the one that is to be cut, if it is one. */
export function orders(lane: Lane, at: string): Partial<Orders> {
  const { script, random } = lane;
  if (script === null) return {};
  const verb = EFFECTS.find((one) => at.endsWith(one)) ?? random.pick(EFFECTS);
  const dawdles = random.next() < 0.5;
  const [beforeMs, afterMs] = [random.between(0, DAWDLE_MS), random.between(0, 300)];
  return { script: { ...script, slow: dawdles ? { verb, beforeMs, afterMs } : null } };
}

/** True when it ended at its own point. */
async function liveOut(lane: Lane, life: Life, promised: string[]): Promise<boolean> {
  await Promise.race([life.ready, sleep(START_WITHIN_MS, false, { ref: false })]);
  const until = performance.now() + LONGEST_LIFE_MS;
  while (!life.isGone() && performance.now() < until) {
    await ask(lane, life, promised);
    await Promise.race([life.gone, sleep(LOOK_MS)]);
  }
  const byItself = life.isGone();
  life.signal('SIGKILL');
  await life.gone;
  await lane.chronicle.read();
  return byItself;
}

/** Kills the next life as it takes up what was cut, or by the clock in its first second. */
async function killNext(lane: Lane, cut: ReadonlyMap<string, number>): Promise<string> {
  const { random, ground } = lane;
  const open = await openDeployments(lane.pool);
  const verbs = open
    .filter(({ id }) => cut.has(id))
    .map(({ plan, cursor }) => plan[cursor]?.kind)
    .filter((kind) => EFFECTS.some((one) => one === kind));
  if (verbs.length === 0 || random.next() < 0.4) {
    const afterMs = random.between(0, 1_000);
    const life = startLife(ground, null, orders(lane, 'recovery'));
    await sleep(afterMs);
    life.signal('SIGKILL');
    await life.gone;
    return `${afterMs} ms after its start`;
  }
  const at = `${random.pick(['asked', 'flying', 'answered'])}:${random.pick(verbs)}`;
  const end: End = { signal: 'SIGKILL', at, nth: 1, flyMs: random.between(0, 25) };
  const life = startLife(ground, end, orders(lane, at));
  await life.ready;
  await Promise.race([life.gone, sleep(LONGEST_RECOVERY_MS)]);
  life.signal('SIGKILL');
  await life.gone;
  return `at ${at} again`;
}

/** What was about to move when the lights went out: its id and revision. */
export async function cutIn({ pool }: Lane): Promise<ReadonlyMap<string, number>> {
  const open = await openDeployments(pool);
  return new Map(open.filter(isCut).map(({ id, revision }) => [id, revision]));
}

function isCut({ status, hold, wakeAt }: Deployment): boolean {
  return status === 'running' && hold === null && wakeAt !== null && wakeAt <= Date.now();
}
