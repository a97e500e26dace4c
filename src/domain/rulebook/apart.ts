import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount } from '../catalog/find.ts';
import { requirementsThere } from '../deployment/slots.ts';
import type { ApprovalSlot } from '../governance/approval.ts';
import { suffices } from '../governance/seats.ts';
import { covers, type ReleaseWindow } from '../governance/window.ts';
import type { Instant } from '../kernel/time.ts';
import { askersOf } from './askers.ts';
import type { Finding } from './finding.ts';
import { gapThere } from './gap-there.ts';
import { type Gap, type Presence, presenceIn, sayAskers, sayHour } from './hours.ts';
import { type Aim, aimsOf } from './targets.ts';

type Slot = Pick<ApprovalSlot, 'rule' | 'people' | 'quorum' | 'distinct'>;

/** The rules of one place that share nobody, each with those of it who could press. */
interface Apart extends Aim {
  readonly slots: readonly Slot[];
  readonly people: readonly string[];
  readonly askers: readonly string[];
  readonly windows: readonly ReleaseWindow[];
}

/**
 * Hours of the week in which each of several `distinct` rules has enough people at work and all of them together have
 * not, since whoever is there would have to count for two; whoever asks, and then without one of them who may ask. An
 * hour at which one rule alone has too few is `staffed`'s, and what never works at any hour a fault of the configuration.
 */
export function apart(catalog: Catalog): readonly Finding[] {
  const presence = presenceIn(catalog);
  const all = aimsOf(catalog).flatMap((aim) => apartIn(aim, catalog));
  const once = new Map(all.map((one) => [keyOf(one), one] as const).toReversed());
  return [...once.values()].toReversed().flatMap((one) => shortOf(one, presence));
}

function apartIn(aim: Aim, catalog: Catalog): readonly Apart[] {
  const { service, environment } = aim;
  const slots = requirementsThere(aim, catalog)
    .filter(({ rule }) => rule.distinct)
    .map(({ rule: { name, quorum }, people, perhaps }): Slot => {
      const able = [...new Set([...people, ...perhaps])].filter((id) => hasAccount(catalog, id));
      return { rule: name, quorum, people: able, distinct: true };
    });
  const people = [...new Set(slots.flatMap((slot) => slot.people))];
  if (slots.length < 2 || !suffices(slots, people)) return [];
  const may = askersOf(catalog, environment);
  const askers = people.filter((id) => may.includes(id) && suffices(slots, without(people, id)));
  const target = { service: service.name, environment: environment.name };
  const windows = catalog.windows.filter((one) => covers(one, target));
  return [{ ...aim, slots, people, askers, windows }];
}

function keyOf({ slots, askers, windows }: Apart): string {
  return JSON.stringify([slots, askers, windows.map(({ name }) => name)]);
}

function shortOf(one: Apart, { works }: Presence): readonly Finding[] {
  const { slots, people, askers } = one;
  const each = remembered((some) => slots.every((slot) => suffices([slot], some)));
  const enough = remembered((some) => suffices(slots, some));
  const there = (at: Instant): readonly string[] => people.filter((id) => works(id, at));
  const gap = gapThere(
    one,
    (at) => !enough(there(at)),
    (at) => each(there(at)),
  );
  const byAsker = askers.flatMap((asker) => {
    const others = (at: Instant): readonly string[] => without(there(at), asker);
    const missed = gapThere(
      one,
      (at) => !enough(others(at)),
      (at) => works(asker, at) && each(others(at)) && enough(there(at)),
    );
    return missed ? [{ asker, gap: missed }] : [];
  });
  const [first] = byAsker;
  const found: Finding[] = [];
  if (gap)
    found.push(told(one, { what: `for ${gap.hours} hours of the week`, asker: null, gap }, there));
  if (first) found.push(told(one, { what: `asked for by ${sayAskers(byAsker)}`, ...first }, there));
  return found;
}

/** Asked once of the same people: of most hours of the week the same are at work. */
function remembered(ask: (people: readonly string[]) => boolean): typeof ask {
  const known = new Map<string, boolean>();
  return (people) => {
    const key = JSON.stringify(people);
    const answer = known.get(key) ?? ask(people);
    known.set(key, answer);
    return answer;
  };
}

interface Case {
  readonly what: string;
  readonly asker: string | null;
  readonly gap: Gap;
}

function told(
  { service, environment, slots }: Apart,
  { what, asker, gap }: Case,
  there: (at: Instant) => readonly string[],
): Finding {
  const present = without(there(gap.from), asker);
  const tight = fewestOf(slots, present);
  const named = tight.map(({ rule }) => `"${rule}"`).join(' and ');
  const needs = tight.map(({ rule, quorum, people }) => {
    const who = without(people, asker).join(', ');
    return `${quorum} of ${who} for "${rule}"`;
  });
  const here = present.filter((id) => tight.some(({ people }) => people.includes(id)));
  const left = `${here.join(', ')} ${here.length === 1 ? 'is' : 'are'}`;
  const by = asker === null ? '' : ` by ${asker}`;
  return {
    about: `approval rule ${tight[0]?.rule ?? ''}`,
    what: `${what}, too few different people are at work for ${named} together`,
    example: `${service.name} to ${environment.name} asked for${by} on ${sayHour(gap.from)} needs ${needs.join(' and others, ')}, and of them all only ${left} at work then; enough are from ${sayHour(gap.until)} on`,
  };
}

/**
 * Of rules that these people do not suffice for the fewest that show it: without any one of them they would. By Hall's
 * theorem fewer of the people are in these rules than their seats are.
 */
function fewestOf(slots: readonly Slot[], people: readonly string[]): readonly Slot[] {
  return slots.reduce((kept, slot) => {
    const rest = kept.filter((one) => one !== slot);
    return suffices(rest, people) ? kept : rest;
  }, slots);
}

function without(people: readonly string[], asker: string | null): readonly string[] {
  return people.filter((id) => id !== asker);
}
