import type { Recurrence } from '../../domain/governance/weekly.ts';
import { parseDuration } from '../../domain/kernel/duration.ts';
import { type Refusal, refuse } from '../../domain/kernel/refusal.ts';
import { weekdayNamed, zoneOf } from './time.ts';

const WHOLE: Readonly<Record<string, readonly number[]>> = {
  day: [1, 2, 3, 4, 5, 6, 7],
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
};
const TIMES = /^(?<days>.+) at (?<hour>[01]?\d|2[0-3])(:(?<minute>[0-5]\d))?( (?<zone>\S+))?$/i;

/**
 * Times that come back as people write them after `every`: `weekday at 10`, `day at 9:30 UTC`,
 * `mon, wed and fri at 17:00 Europe/Berlin`, `mon-thu at 8`. Where no zone is written `zone` is meant.
 */
export function readRecurrence(text: string, zone: string): Recurrence | Refusal {
  const compact = text.trim().replaceAll(/\s+/g, ' ');
  const groups = TIMES.exec(compact)?.groups;
  const days = daysOf(groups?.['days'] ?? '');
  const named = groups?.['zone'] === undefined ? zone : zoneOf(groups['zone']);
  if (!groups || days === null || named === null) return unreadable(text);
  const time = `${groups['hour']?.padStart(2, '0')}:${groups['minute'] ?? '00'}`;
  return { days, time, zone: named };
}

function daysOf(text: string): readonly number[] | null {
  const lower = text.toLowerCase();
  if (Object.hasOwn(WHOLE, lower)) return WHOLE[lower] ?? null;
  const found = lower.split(/\s*,\s*(?:and )?|\s+and\s+|\s+/).map(rangeOf);
  const days = found.flatMap((range) => range ?? []);
  return found.includes(null) ? null : [...new Set(days)].toSorted((a, b) => a - b);
}

/** `mon`, or `mon-thu`, which may go over the end of the week. */
function rangeOf(word: string): readonly number[] | null {
  const [first = '', last = first, ...more] = word.split('-');
  const [from, to] = [weekdayNamed(first), weekdayNamed(last)];
  if (from === null || to === null || more.length > 0) return null;
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, n) => ((from + n - 1) % 7) + 1);
}

function unreadable(text: string): Refusal {
  return refuse('bad-recurrence', `"every ${text}" is not a time I can repeat.`, {
    why: 'A schedule comes back on days of the week, at a time of day.',
    fix: 'Write "every weekday at 10", "every day at 9:30 UTC" or "every mon, wed and fri at 17:00 Europe/Berlin".',
  });
}

export interface Green {
  /** As it was written; null where only the time was. */
  readonly environment: string | null;
  readonly forMs: number;
}

const GREEN = /^(?:(?<environment>\S+) )??(?:is |has been )?green for (?<length>.+)$/i;
const SHORTEST_MS = 60_000;
const LONGEST_MS = 7 * 24 * 3_600_000;

/** What must be so first, as people write it after `when`: `staging green for 30m`, `green for 2h`. */
export function readGreen(text: string): Green | Refusal {
  const groups = GREEN.exec(text.trim().replaceAll(/\s+/g, ' '))?.groups;
  const forMs = parseDuration(groups?.['length'] ?? '');
  if (!groups || forMs === null) {
    return refuse('bad-event', `"when ${text}" is not an event I know.`, {
      fix: 'Write "when staging green for 30m".',
    });
  }
  if (forMs < SHORTEST_MS || forMs > LONGEST_MS) {
    return refuse(
      'bad-event',
      `Green for ${groups['length']} is not between a minute and a week.`,
      {
        fix: 'Write "when staging green for 30m".',
      },
    );
  }
  return { environment: groups['environment'] ?? null, forMs };
}
