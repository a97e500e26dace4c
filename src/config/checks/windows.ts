import { Temporal } from 'temporal-polyfill';
import { Day, isListName } from '../../domain/governance/holidays.ts';
import { Blackout, nextClosed, ReleaseWindow } from '../../domain/governance/window.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Fault } from '../fault.ts';
import { select, selectTexts } from '../select.ts';
import { faultAt } from '../source.ts';
import type { Ground } from './check.ts';

const LISTS = [
  { key: 'blackouts', schema: Blackout, what: 'blackout' },
  { key: 'windows', schema: ReleaseWindow, what: 'release window' },
] as const;

/** Each can be placed in time: the form alone would let the 31st of February through. */
export function windows({ organisation }: Ground): readonly Fault[] {
  return [
    ...selectTexts(organisation.raw, 'holidays.*.#').flatMap(({ path, value }) =>
      !Day.safeParse(value).success || exists(value)
        ? []
        : [faultAt(organisation, path, 'value', noSuchTime(value))],
    ),
    ...LISTS.flatMap(({ key, schema, what }) =>
      select(organisation.raw, `${key}.#`).flatMap(({ path, value }) => {
        const window = schema.safeParse(value);
        const found = window.success ? faultIn(window.data, what) : null;
        return found ? [faultAt(organisation, [...path, found.at], 'value', found.message)] : [];
      }),
    ),
  ];
}

/** The first thing that keeps it from being placed in time, or null. */
function faultIn(window: Blackout | ReleaseWindow, what: string) {
  const { from, for: forMs, repeat } = window;
  // What a list says is asked of the list itself.
  const except = window.except?.filter((word) => !isListName(word)) ?? [];
  const never = [from, ...except].find((day) => !isListName(day) && !exists(day));
  if (never !== undefined) {
    return { at: never === from ? 'from' : 'except', message: noSuchTime(never) };
  }
  if (!Number.isSafeInteger(forMs) || forMs <= 0) {
    const message = `a ${what} must last longer than no time and shorter than for ever`;
    return { at: 'for', message };
  }
  if (!isListName(from) && !placeable({ ...window, except }, what)) {
    const key = repeat === undefined ? 'zone' : 'repeat';
    return { at: key, message: `this ${what} cannot be placed in time: ${window[key]}` };
  }
  return null;
}

function noSuchTime(wall: string): string {
  return `there is no such time: ${wall}`;
}

function exists(wall: string): boolean {
  try {
    return Temporal.PlainDateTime.from(wall) !== undefined;
  } catch {
    return false;
  }
}

/** A blackout may be over, or its rule name no day at all; a release window must come. */
function placeable(window: Blackout | ReleaseWindow, what: string): boolean {
  try {
    const next = nextClosed(window, instant(0));
    return next !== null || what === 'blackout';
  } catch {
    return false;
  }
}
