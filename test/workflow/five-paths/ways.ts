import fc from 'fast-check';
import type { Beyond } from './beyond.ts';
import { type Act, BEGINNINGS, holidays, opening, type Rules, recurring } from './draw.ts';
import type { Drawn } from './forms.ts';
import { type Span, spansAround, underWay } from './oracle.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Every way in which something starts. */
export const WAYS = ['manual', 'scheduled', 'automatic', 'train', 'flag'] as const;
export type Way = (typeof WAYS)[number];

/** Every rule that holds it, with what Fairway says then. `timed`: it closes and opens by the clock. */
export const KINDS = {
  blackout: { says: /is in blackout \(b0\)/, timed: true },
  holiday: { says: /is in blackout \(b0\)/, timed: true },
  window: { says: /is outside its release windows/, timed: true },
  calendar: { says: /is in blackout \(company\)/, timed: true },
  budget: { says: /of the error budget of .* is spent/, timed: true },
  incident: { says: /INC-90 is open about search/, timed: true },
  line: { says: /stopped the line of production/, timed: true },
  'by hand': { says: /is in blackout \(x\)/, timed: false },
  lock: { says: /chen locked everything/, timed: false },
  approval: { says: /more approvals? from/, timed: false },
  board: { says: /the change advisory board/, timed: false },
  order: { says: /is not verified in staging/, timed: false },
} as const satisfies Readonly<Record<string, { readonly says: RegExp; readonly timed: boolean }>>;
export type Kind = keyof typeof KINDS;

/** What these ask for is what staging has proven: nothing else is ever asked for. */
const FROM_STAGING: readonly Way[] = ['scheduled', 'automatic'];

export const cells = WAYS.flatMap((way) =>
  (Object.keys(KINDS) as Kind[])
    .filter((kind) => kind !== 'order' || !FROM_STAGING.includes(way))
    .map((kind) => ({ way, kind })),
);

/** Of what opens by the clock each way meets one in turn while it is open. */
export function openCells(turn: number): typeof cells {
  const timed = (Object.keys(KINDS) as Kind[]).filter((kind) => KINDS[kind].timed);
  return WAYS.flatMap((way, i) => {
    const kind = timed[(turn + i) % timed.length];
    return kind ? [{ way, kind }] : [];
  });
}

/** Times of each sort, and where the search for a moment in or out of them begins. */
export const times = fc.record({
  beginning: fc.constantFrom(...BEGINNINGS),
  recurring,
  holidays,
  opening,
  beyond: recurring,
  turn: fc.nat({ max: 6 }),
});
type Times = typeof times extends fc.Arbitrary<infer T> ? T : never;

interface Story {
  readonly rules: Rules;
  readonly acts: readonly Act[];
}

/** Somebody asks by this way at a moment at which this kind of rule alone holds it; or does not, whatever is near. */
export function storyOf(way: Way, kind: Kind, drawn: Times, isShut: boolean): Story {
  const own = timesOf(kind, drawn);
  const at = own
    ? momentOf(own, startOf(own, drawn), (kind === 'window') !== isShut)
    : beginning(drawn);
  const clock = new Date(at).toISOString().slice(11, 16);
  const [before, then] = ACTS[way](clock);
  const closed = isShut ? (CLOSERS[kind] ?? []) : [];
  const rules: Rules = {
    ...NO_RULES,
    staged: FROM_STAGING.includes(way),
    ...(isShut || own ? RULES[kind]?.(own ?? drawn.recurring) : {}),
    beginning: new Date(at - LEAD_MS).toISOString(),
    departs: clock,
  };
  return { rules, acts: [...before, { away: 60 }, ...closed, { minutes: 10 }, ...then] };
}

const NO_RULES = { blackouts: [], windows: [], approval: false, board: false };

/** What the configuration has to say for it. */
const RULES: Partial<Record<Kind, (own: Drawn) => Partial<Rules>>> = {
  blackout: (own) => ({ blackouts: [own] }),
  holiday: (own) => ({ blackouts: [own] }),
  window: (own) => ({ windows: [own] }),
  approval: () => ({ approval: true }),
  board: () => ({ board: true }),
  order: () => ({ staged: true }),
  calendar: (own) => ({ beyond: { kind: 'calendar', times: own } }),
  budget: (own) => ({ beyond: { kind: 'budget', times: own } }),
  incident: (own) => ({ beyond: { kind: 'incident', times: own } }),
  line: (own) => ({ beyond: { kind: 'line', times: own } }),
};

/** Long enough before for what has to be ready by then. */
const LEAD_MS = 75 * MINUTE_MS;

const says = (by: 'ana' | 'bo' | 'chen' | 'eli', line: string): Act => ({ by, says: line });
const STAGED: readonly Act[] = [says('ana', '/deploy shop@1.1.0 to staging'), { minutes: 5 }];
const LATER: readonly Act[] = [{ minutes: 3 }];

/** What is done an hour before, and at that moment. */
const ACTS: Readonly<Record<Way, (clock: string) => readonly [readonly Act[], readonly Act[]]>> = {
  manual: () => [[{ minutes: 5 }], [says('ana', '/deploy shop@1.1.0 to production --wait')]],
  flag: () => [[{ minutes: 5 }], [says('ana', '/deploy basket@on to production --wait')]],
  scheduled: (clock) => [
    [
      ...STAGED,
      says(
        'ana',
        `/release schedule shop from staging to production every day at ${clock} UTC --yes`,
      ),
    ],
    LATER,
  ],
  automatic: () => [
    [
      ...STAGED,
      says('ana', '/release schedule shop to production when staging green for 73m --yes'),
    ],
    LATER,
  ],
  train: () => [
    [
      says('ana', '/release train join daily shop@1.1.0'),
      says('eli', '/release train ready daily shop'),
      { minutes: 5 },
    ],
    LATER,
  ],
};

const CLOSERS: Partial<Record<Kind, readonly Act[]>> = {
  'by hand': [says('ana', '/release blackout add production for 45m because x')],
  lock: [says('chen', '/release lock everything in production for INC-7 --lasts 45m because y')],
};

function timesOf(kind: Kind, drawn: Times): Drawn | null {
  if (kind === 'blackout') return drawn.recurring;
  if (kind === 'holiday') return drawn.holidays;
  if (kind === 'window') return drawn.opening;
  return isBeyond(kind) ? { ...drawn.beyond, inFlight: 'finish' } : null;
}

function isBeyond(kind: Kind): kind is Beyond {
  return kind === 'calendar' || kind === 'budget' || kind === 'incident' || kind === 'line';
}

function beginning({ beginning: at }: Pick<Times, 'beginning'>): number {
  return Date.parse(at) + LEAD_MS;
}

/** Days that are listed may be far away. */
function startOf({ weekdays, days }: Drawn, drawn: Times): number {
  const [first = ''] = days.toSorted();
  return weekdays.length > 0 ? beginning(drawn) : Date.parse(`${first}T00:00Z`) - 2 * DAY_MS;
}

/** The first moment from there that is within one of its times, or outside of all, and for a while around it. */
function momentOf(drawn: Drawn, from: number, isWithin: boolean): number {
  for (let day = 0; day < 21; day += 1) {
    const edges = spansAround(drawn, from + day * DAY_MS).map((span: Span) =>
      isWithin ? span.from : span.until,
    );
    const found = edges
      .map((edge) => edge + 5 * MINUTE_MS)
      .toSorted((a, b) => a - b)
      .find((at) => at >= from && AROUND.every((m) => isSo(drawn, at + m * MINUTE_MS, isWithin)));
    if (found !== undefined) return found;
  }
  throw new Error(`never ${isWithin ? 'within' : 'outside'}: ${JSON.stringify(drawn)}`);
}
const AROUND = [-4, 0, 5, 12];

function isSo(drawn: Drawn, at: number, isWithin: boolean): boolean {
  return (underWay(drawn, at) !== null) === isWithin;
}
