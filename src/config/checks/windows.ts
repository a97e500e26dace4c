import { Temporal } from 'temporal-polyfill';
import { Blackout, nextClosed } from '../../domain/governance/window.ts';
import { instant } from '../../domain/kernel/time.ts';
import type { Fault } from '../fault.ts';
import { select } from '../select.ts';
import { faultAt } from '../source.ts';
import type { Ground } from './check.ts';

/** Every blackout can be placed in time: the form alone would let the 31st of February through. */
export function windows({ organisation }: Ground): readonly Fault[] {
  return select(organisation.raw, 'blackouts.#').flatMap(({ path, value }) => {
    const window = Blackout.safeParse(value);
    if (!window.success) return [];
    const { from, for: forMs, repeat } = window.data;
    if (!exists(from)) {
      return [faultAt(organisation, [...path, 'from'], 'value', `there is no such time: ${from}`)];
    }
    if (!Number.isSafeInteger(forMs) || forMs <= 0) {
      const message = 'a blackout must last longer than no time and shorter than for ever';
      return [faultAt(organisation, [...path, 'for'], 'value', message)];
    }
    if (!placeable(window.data)) {
      const key = repeat === undefined ? 'zone' : 'repeat';
      const message = `this blackout cannot be placed in time: ${window.data[key]}`;
      return [faultAt(organisation, [...path, key], 'value', message)];
    }
    return [];
  });
}

function exists(wall: string): boolean {
  try {
    return Temporal.PlainDateTime.from(wall) !== undefined;
  } catch {
    return false;
  }
}

function placeable(window: Blackout): boolean {
  try {
    return nextClosed(window, instant(0)) !== undefined;
  } catch {
    return false;
  }
}
