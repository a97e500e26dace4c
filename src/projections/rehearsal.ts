import { about } from './words.ts';

/** Where a strategy could be rehearsed, and what that costs in time. */
interface Rehearsal {
  /** Which environment goes out otherwise, in words. */
  readonly how: string;
  readonly at: string;
  /** What makes it do that, as people write it. */
  readonly by: string;
  /** Why it cannot go out there that way; null: nothing is known against it. */
  readonly unfit: string | null;
  /** How long it takes there when all goes well, in milliseconds. */
  readonly takesMs: number;
  /** How long until there is room if nobody comes in between (null: there is), how many have it and how many want it. */
  readonly room: {
    readonly inMs: number | null;
    readonly running: number;
    readonly waiting: number;
  };
  /** What half of the last deployments there waited at most until they started; null: too few are known. */
  readonly usualMs: number | null;
}

/** A shorter wait is no news. */
const NEWS_MS = 60_000;

/** `…: staging goes out by rolling. With --strategy canary staging would rehearse it in about 21 minutes; it has room now`. */
export function sayRehearsal({ how, at, by, unfit, takesMs, ...waits }: Rehearsal): string {
  if (unfit !== null) return `${how}. ${at} cannot rehearse it: ${unfit}`;
  const first = `With ${by} ${at} would rehearse it in about ${about(takesMs)}`;
  return `${how}. ${first}; it ${sayRoom(waits)}`;
}

function sayRoom({ room, usualMs }: Pick<Rehearsal, 'room' | 'usualMs'>): string {
  const { inMs, running, waiting } = room;
  const others = [
    ...(running > 0 ? [`${running} ${running === 1 ? 'runs' : 'run'} there`] : []),
    ...(waiting > 0 ? [`${waiting} ${waiting === 1 ? 'waits' : 'wait'}`] : []),
  ];
  const who = others.length > 0 ? ` (${others.join(', ')})` : '';
  const taken =
    inMs === 0 ? 'should have room by now' : `is taken for about ${about(inMs ?? 0)} more`;
  const free = inMs === null ? 'has room now' : taken;
  const usual =
    usualMs === null || usualMs < NEWS_MS
      ? ''
      : `; half of the last deployments there started within about ${about(usualMs)} of being asked for`;
  return `${free}${who}${usual}`;
}
