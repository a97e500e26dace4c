import { createHash } from 'node:crypto';
import type { TargetSchemas } from '../config/checks/check.ts';
import { sayFault } from '../config/fault.ts';
import { loadCatalog } from '../config/load.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import { type Blackout, occurrences, type ReleaseWindow } from '../domain/governance/window.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import { type CalendarTime, icalendar } from '../projections/icalendar.ts';
import type { Print } from './print.ts';
import { today } from './today.ts';

const USAGE = 'usage: fairway calendar [folder] [--days=92]';
const DAY_MS = 86_400_000;
const USUAL_DAYS = 92;
/** Of one blackout or window; more is a mistake of its rule. */
const MOST = 1_000;

/**
 * `fairway calendar [folder] [--days=92]`: prints the blackouts and release windows of a configuration as an iCalendar
 * text, for other calendars to import. Answers with the exit code: 0 printed, 1 faults, 2 not understood.
 */
export async function calendar(
  args: readonly string[],
  print: Print,
  providers: TargetSchemas,
): Promise<number> {
  const [folder = '.', ...more] = args.filter((arg) => !arg.startsWith('-'));
  const days = daysOf(args.filter((arg) => arg.startsWith('-')));
  if (more.length > 0 || days === null) {
    print(USAGE);
    return 2;
  }
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  const loaded = await loadCatalog(folder, { providers, digest });
  if (!loaded.ok) {
    for (const fault of loaded.faults) print(sayFault(fault));
    return 1;
  }
  const now = today();
  const times = timesOf(loaded.catalog, now, plus(now, days * DAY_MS));
  print(icalendar(`${loaded.catalog.organisation}: releases`, times, now).trimEnd());
  return 0;
}

function daysOf(flags: readonly string[]): number | null {
  const [flag, ...more] = flags;
  if (flag === undefined) return USUAL_DAYS;
  const [, digits] = /^--days=([1-9]\d{0,2})$/.exec(flag) ?? [];
  return digits === undefined || more.length > 0 ? null : Number(digits);
}

function timesOf(
  { blackouts, windows }: Catalog,
  since: Instant,
  until: Instant,
): readonly CalendarTime[] {
  const all = (kind: string, some: readonly (Blackout | ReleaseWindow)[]) =>
    some.flatMap((one) =>
      occurrences(one, { since, until, most: MOST }).map((time): CalendarTime => {
        return { kind, name: one.name, about: aboutOf(one), from: time.from, until: time.until };
      }),
    );
  return [...all('blackout', blackouts), ...all('release window', windows)].toSorted(
    (a, b) => a.from - b.from,
  );
}

function aboutOf({ services, environments, owner }: Blackout | ReleaseWindow): string {
  const what = services ? services.join(', ') : 'everything';
  return `${what} in ${environments.join(', ')}; owner ${owner}`;
}
