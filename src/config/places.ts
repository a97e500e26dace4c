import type { Ground } from './checks/check.ts';
import type { Place } from './fault.ts';
import { keysOf, mapOf, select, textOf } from './select.ts';

/** Where each thing is defined, by `<kind> <name>`: `service shop`, `approval rule production`. */
export type Places = ReadonlyMap<string, Place>;

export function placesOf({ organisation, services }: Ground): Places {
  const sections = [
    ['environment', 'environments'],
    ['person', 'people'],
    ['group', 'groups'],
    ['holiday list', 'holidays'],
    ['train', 'trains'],
    ['cadence', 'cadences'],
  ] as const;
  const lists = [
    ['approval rule', 'approvals'],
    ['blackout', 'blackouts'],
    ['release window', 'windows'],
    ['calendar', 'calendars'],
    ['alert source', 'alerts'],
  ] as const;
  const keyed = ['secondFactor', 'breakGlass', 'cab'].filter(
    (key) => mapOf(organisation.raw)?.[key] !== undefined,
  );
  return new Map([
    ...keyed.map((key) => [key, organisation.place([key], 'key')] as const),
    ...sections.flatMap(([kind, key]) =>
      keysOf(mapOf(organisation.raw)?.[key]).map(
        (name) => [`${kind} ${name}`, organisation.place([key, name], 'key')] as const,
      ),
    ),
    ...lists.flatMap(([kind, key]) =>
      select(organisation.raw, `${key}.#`).map(
        ({ path, value }) =>
          [`${kind} ${textOf(value, 'name')}`, organisation.place(path, 'value')] as const,
      ),
    ),
    ...services.map(
      (one) => [`service ${textOf(one.raw, 'service')}`, one.place(['service'], 'value')] as const,
    ),
  ]);
}
