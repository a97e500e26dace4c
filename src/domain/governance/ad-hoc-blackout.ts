import type { Change, Entry } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { Blackout, Closed, InFlight } from './window.ts';

/** In place of a service: all of them. */
export const EVERY_SERVICE = '*';

/**
 * A blackout that somebody made by a command, in force from `at` until `until`. There is one at most for
 * each target, where the service may be `EVERY_SERVICE`; one that is over stays until the next is made.
 */
export interface AdHocBlackout extends Target {
  /** Who made it, and who made it longer since. */
  readonly by: readonly string[];
  readonly at: Instant;
  readonly until: Instant;
  readonly because: string;
  readonly inFlight: InFlight;
  /** Who could approve there when it was made: only they end it before its time. */
  readonly enders: readonly string[];
  readonly revision: number;
}

export interface BlackoutRow {
  readonly table: 'blackout';
  readonly row: AdHocBlackout;
}

/** What everybody who deploys there has to hear of. */
export interface BlackoutEvent extends Target {
  readonly type: 'blackout';
  readonly what: 'added' | 'ended';
  readonly by: string;
  /** Why it was made, or ended; null where whoever ended it did not say. */
  readonly because: string | null;
  readonly blackout: AdHocBlackout;
}

type BlackoutChange = Change<BlackoutRow, BlackoutEvent>;

type Wanted = Omit<AdHocBlackout, 'by' | 'revision'> & { readonly by: string };

const STRICTNESS: readonly InFlight[] = ['finish', 'pause', 'roll-back'];

/** Makes one, or makes the one in force longer or stricter; never shorter or more lenient. */
export function addBlackout(held: AdHocBlackout | null, wanted: Wanted): BlackoutChange | Refusal {
  const before = held && wanted.at < held.until ? held : null;
  const revision = held ? held.revision + 1 : 0;
  if (!before) return recorded({ ...wanted, by: [wanted.by], revision }, 'blackout-added', wanted);
  const inFlight = stricter(before.inFlight, wanted.inFlight);
  if (wanted.until <= before.until && inFlight === before.inFlight) {
    return refuse('closed-already', `${placeOf(before)} is closed already, for longer.`, {
      why: `${before.by.join(' and ')} closed it: ${before.because}.`,
      fix: `Nothing is left to do, unless you want it open: ${sayEnders(before)} may end it.`,
    });
  }
  const until = instant(Math.max(wanted.until, before.until));
  const by = [...new Set([...before.by, wanted.by])];
  const { because } = wanted;
  return recorded({ ...before, by, until, because, inFlight, revision }, 'blackout-added', wanted);
}

/**
 * Ends it before its time, which loosens: somebody who could approve there when it was made and still can,
 * and did not make it. `stillMay`: whether whoever asks could approve there now.
 */
export function endBlackout(
  held: AdHocBlackout | null,
  target: Target,
  asked: { readonly by: string; readonly stillMay: boolean; readonly because: string | null },
  now: Instant,
): BlackoutChange | Refusal {
  if (!held || held.until <= now) {
    return refuse(
      'no-blackout',
      `No blackout made by a command is in force for ${placeOf(target)}.`,
      {
        why: 'What the configuration closes is opened there, or by breaking the glass for one deployment.',
        line: '/release blackout list',
      },
    );
  }
  const own = held.by.includes(asked.by);
  if (own || !asked.stillMay || !held.enders.includes(asked.by)) {
    const what = own
      ? 'You made it'
      : 'You could not approve there when it was made, or cannot now';
    return refuse('not-yours-to-end', `${what}, so somebody else has to end it.`, {
      why: `Ending a blackout lets things start again: it takes another person, one of those whose yes would count for ${placeOf(held)}.`,
      fix: `Ask ${sayEnders(held)}, or wait until it ends by itself.`,
    });
  }
  const evidence = { because: asked.because, was: held.because, madeBy: [...held.by] };
  const row = { ...held, until: now, revision: held.revision + 1 };
  return {
    rows: [{ table: 'blackout', row }],
    ledger: [entry(held, 'blackout-ended', asked.by, now, evidence)],
    events: [eventOf(row, 'ended', asked)],
  };
}

/** As what is closed at this moment for this target, or null. */
export function closedByHand(one: AdHocBlackout, target: Target, now: Instant): Closed | null {
  const there = one.service === EVERY_SERVICE || one.service === target.service;
  if (!there || one.environment !== target.environment) return null;
  return one.at <= now && now < one.until ? closureOf(one) : null;
}

/** How it is shown: its reason is its name, and whoever made it is to be asked. */
export function closureOf({ because, by, at, until, inFlight }: AdHocBlackout): Closed {
  return { name: because, owner: by.at(-1) ?? '', from: at, until, inFlight };
}

/** Of what it speaks, as a blackout of the configuration would say it. */
export function scopeOf({
  service,
  environment,
}: Target): Pick<Blackout, 'environments' | 'services'> {
  const services = service === EVERY_SERVICE ? {} : { services: [service] };
  return { environments: [environment], ...services };
}

/** Who may end it: never those who made it. */
export function endersOf({ enders, by }: AdHocBlackout): readonly string[] {
  return enders.filter((person) => !by.includes(person));
}

function sayEnders(held: AdHocBlackout): string {
  return endersOf(held).join(' or ') || 'nobody';
}

function stricter(a: InFlight, b: InFlight): InFlight {
  return STRICTNESS[Math.max(STRICTNESS.indexOf(a), STRICTNESS.indexOf(b))] ?? a;
}

function recorded(row: AdHocBlackout, what: string, wanted: Wanted): BlackoutChange {
  const { by, at } = wanted;
  const { until, because, inFlight, enders } = row;
  const evidence = { until, because, inFlight, enders: [...enders] };
  return {
    rows: [{ table: 'blackout', row }],
    ledger: [entry(row, what, by, at, evidence)],
    events: [eventOf(row, 'added', wanted)],
  };
}

function eventOf(
  blackout: AdHocBlackout,
  what: BlackoutEvent['what'],
  { by, because }: Pick<BlackoutEvent, 'by' | 'because'>,
): BlackoutEvent {
  const { service, environment } = blackout;
  return { type: 'blackout', what, service, environment, by, because, blackout };
}

function entry(
  { service, environment }: Target,
  what: string,
  by: string,
  at: Instant,
  evidence: Entry['evidence'],
): Entry {
  return { subject: `blackout:${service}:${environment}`, what, by, at, evidence };
}

function placeOf({ service, environment }: Target): string {
  return service === EVERY_SERVICE ? environment : `${service} in ${environment}`;
}
