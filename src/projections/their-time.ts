import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../domain/kernel/time.ts';
import type { Line, Span } from './view.ts';

/** Somebody who is asked, and where they live. `zone` is IANA. */
export interface Approver {
  readonly id: string;
  readonly zone: string;
}

/** Named before the others are counted. */
const MOST = 6;

/** Whom it asks, each with when that is for them; without a moment with nothing. */
export function theirTimes(approvers: readonly Approver[], at: Instant | undefined): Line {
  const others = approvers.length - MOST;
  return [
    ...approvers
      .slice(0, MOST)
      .flatMap(({ id, zone }, i): Span[] => [
        ...(i === 0 ? [] : [', ']),
        { person: id },
        timeIn(at, zone),
      ]),
    ...(others > 0 ? [` and ${others} more`] : []),
  ];
}

/** The same in words. */
export function sayTheirTimes(approvers: readonly Approver[], at: Instant | undefined): string {
  const named = approvers.slice(0, MOST).map(({ id, zone }) => `${id}${timeIn(at, zone)}`);
  const others = approvers.length - MOST;
  return `${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

function timeIn(at: Instant | undefined, zone: string): string {
  if (at === undefined) return '';
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return ` (${there.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone})`;
}
