import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { boardFor } from '../deployment/board-for.ts';
import type { Seats } from '../governance/board.ts';
import { sayDuration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';
import { askersOf } from './askers.ts';
import type { Finding } from './finding.ts';
import {
  firstGap,
  type Gap,
  HALF_HOURS,
  type Presence,
  presenceIn,
  sayAskers,
  sayHour,
} from './hours.ts';
import { type Aim, aimsOf } from './targets.ts';

/** A board that votes on something there, with those of it who could press and those of them who may ask. */
interface Sitting extends Aim {
  readonly seats: Seats;
  readonly able: readonly string[];
  readonly askers: readonly string[];
}

/**
 * Hours of the week from which on the board cannot decide before its deadline: too few of it come to work until then,
 * or nobody of the business does, whoever asks or because one of them asks who never votes on it. The deadline runs from the moment
 * of asking, so an hour counts in which nothing could start as well. Of each environment one case is named.
 */
export function quorate(catalog: Catalog): readonly Finding[] {
  const presence = presenceIn(catalog);
  return sittingsOf(catalog).flatMap((sitting) => [
    ...nobodyCould(sitting, presence),
    ...nobodyElseCould(sitting, presence),
  ]);
}

function sittingsOf(catalog: Catalog): readonly Sitting[] {
  const places = new Map<string, Sitting>();
  for (const aim of aimsOf(catalog)) {
    const { name } = aim.environment;
    const [board] = places.has(name)
      ? []
      : boardFor({ ...aim, previous: null, requestedBy: '' }, catalog);
    if (board?.kind !== 'cab') continue;
    const { seats } = board;
    const able = seats.people.filter((id) => hasAccount(catalog, id));
    const may = askersOf(catalog, aim.environment);
    places.set(name, { ...aim, seats, able, askers: able.filter((id) => may.includes(id)) });
  }
  return [...places.values()];
}

function lacks({ quorum, business }: Seats, there: readonly string[]): boolean {
  return there.length < quorum || !there.some((id) => business.includes(id));
}

/** Who of these comes to work in time to vote on what is asked for then. */
function inTime({ able, seats }: Sitting, { comes }: Presence): (at: Instant) => readonly string[] {
  return (at) => able.filter((id) => comes(id, at, seats.deadlineMs));
}

function nobodyCould(sitting: Sitting, presence: Presence): readonly Finding[] {
  const there = inTime(sitting, presence);
  const gap = firstGap(HALF_HOURS, (at) => lacks(sitting.seats, there(at)));
  if (!gap) return [];
  const isAlways = gap.hours === WEEK_HOURS;
  const when = isAlways ? 'at no hour of the week' : `for ${gap.hours} hours of the week not`;
  const what = `the board could ${when} decide before its deadline`;
  return [told(sitting, { what, asker: null, gap, there: there(gap.from) })];
}

const WEEK_HOURS = 168;

function nobodyElseCould(sitting: Sitting, presence: Presence): readonly Finding[] {
  const { seats, askers, able } = sitting;
  const there = inTime(sitting, presence);
  // Without whom the board could never vote is a fault of the configuration.
  const spared = askers.filter(
    (asker) =>
      !lacks(
        seats,
        able.filter((id) => id !== asker),
      ),
  );
  const found = spared.flatMap((asker) => {
    const others = (at: Instant): readonly string[] => there(at).filter((id) => id !== asker);
    const gap = firstGap(
      HALF_HOURS,
      (at) => lacks(seats, others(at)),
      (at) => presence.works(asker, at) && !lacks(seats, there(at)),
    );
    return gap ? [{ asker, gap, there: others(gap.from) }] : [];
  });
  const [first] = found;
  if (!first) return [];
  const what = `the board could not decide before its deadline on what is asked for by ${sayAskers(found)}`;
  return [told(sitting, { what, ...first })];
}

interface Case {
  readonly what: string;
  readonly asker: string | null;
  readonly gap: Gap;
  readonly there: readonly string[];
}

function told(
  { service, environment, seats }: Sitting,
  { what, asker, gap, there }: Case,
): Finding {
  const by = asker === null ? '' : ` by ${asker}`;
  const within = sayDuration(seats.deadlineMs);
  const who = there.length === 0 ? 'nobody' : there.join(', ');
  return {
    about: 'cab',
    what,
    example: `${service.name} to ${environment.name} asked for${by} on ${sayHour(gap.from)} needs ${seats.quorum} votes, one of ${seats.business.join(', ')}, and of the board ${who} could vote within ${within}`,
  };
}
