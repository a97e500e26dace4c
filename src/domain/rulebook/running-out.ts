import type { Catalog } from '../catalog/catalog.ts';
import { endOfList } from '../governance/holidays.ts';
import { sayDuration } from '../kernel/duration.ts';
import type { Instant } from '../kernel/time.ts';
import type { Finding } from './finding.ts';

/** So long before its last day somebody should write the next ones down. */
const AHEAD_MS = 60 * 86_400_000;

/**
 * Lists of holidays that are over, or soon will be: whoever refers to them is open on days that nobody
 * wrote down. It is the one question here that depends on the day on which it is asked (ADR 14).
 */
export function runningOut({ holidays = [] }: Catalog, now: Instant): readonly Finding[] {
  return holidays.flatMap((list): Finding[] => {
    const left = endOfList(list) - now;
    if (left >= AHEAD_MS) return [];
    const last = list.days.toSorted().at(-1) ?? '';
    const what = left <= 0 ? 'has run out' : `runs out in ${sayDuration(left)}`;
    const example = `no day after ${last} is a holiday to what refers to it`;
    return [{ about: `holiday list ${list.name}`, what, example }];
  });
}
