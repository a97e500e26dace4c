import { Temporal } from 'temporal-polyfill';
import { findPerson } from '../domain/catalog/find.ts';
import type { Planned } from '../domain/deployment/planned.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { Asked } from './command.ts';
import type { DeployArgs } from './deploy-args.ts';
import type { Place } from './find.ts';
import { type Moment, readMoment } from './grammar/time.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** The frozen start, and the same moment in words that mean it on any day and for any reader. */
export interface PlannedStart {
  readonly planned: Planned;
  readonly exactly: string;
}

type Said = Pick<DeployArgs, 'at' | 'replace' | 'break-glass'>;

/** When it is to start, in the asker's zone or else the environment's; null where nothing was said. */
export async function plannedStart(
  ctx: Pick<Context, 'catalog' | 'records'>,
  { actor }: Pick<Asked, 'actor'>,
  typed: Said,
  { environment }: Pick<Place, 'environment'>,
): Promise<PlannedStart | Refusal | null> {
  if (typed.at === undefined) return null;
  const unfit = contradicts(typed);
  if (unfit) return unfit;
  const now = await ctx.records.now();
  const zone = findPerson(ctx.catalog(), actor.id ?? '')?.zone ?? environment.zone;
  const moment = readMoment(typed.at, { now, zone });
  if (isRefusal(moment)) return moment;
  return over(typed.at, moment, now) ?? frozen(moment, typed.at.trim().startsWith('+'));
}

function contradicts(typed: Said): Refusal | null {
  const flag = typed.replace ? '--replace' : typed['break-glass'] ? '--break-glass' : null;
  if (flag === null) return null;
  return refuse('at-now', `"at" and ${flag} do not go together.`, {
    why: `${flag} acts at once, and what is planned acts later.`,
    fix: 'Leave one of them out.',
  });
}

/** A time of day alone means today: one that is over is not taken for tomorrow's unasked. */
function over(text: string, { at, zone, dated }: Moment, now: Instant): Refusal | null {
  const today = wallOf(now, zone).toPlainDate();
  const meant = wallOf(at, zone);
  if (!dated && !meant.toPlainDate().equals(today)) {
    const clock = meant.toPlainTime().toString({ smallestUnit: 'minute' });
    return refuse('past', `${clock} is over for today in ${zone}.`, {
      fix: `Write "tomorrow ${clock}"${zone === 'UTC' ? '' : ', with the zone where it is not yours'}.`,
    });
  }
  if (at > now) return null;
  return refuse('past', `"${text}" is over.`, {
    fix: 'Name a moment that is still to come, or leave "at" out to start as soon as it may.',
  });
}

function frozen({ at, zone }: Moment, isRelative: boolean): PlannedStart {
  const unitMs = isRelative ? MINUTE_MS : SECOND_MS;
  const whole = instant(Math.ceil(at / unitMs) * unitMs);
  const wall = wallOf(whole, zone);
  const shown = wall.toPlainDateTime().toString().slice(0, 16).replace('T', ' ');
  const offset = comesTwice(wall) ? ` (${wall.offset})` : '';
  return {
    planned: { at: whole, written: `${shown} ${zone}${offset}` },
    exactly: wall.toString({ smallestUnit: 'second' }),
  };
}

/** Within the hour that a change of clocks brings twice only the offset says which one is meant. */
function comesTwice(wall: Temporal.ZonedDateTime): boolean {
  const [first, last] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toPlainDateTime().toZonedDateTime(wall.timeZoneId, { disambiguation }),
  );
  return first?.epochMilliseconds !== last?.epochMilliseconds;
}

function wallOf(at: Instant, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}
