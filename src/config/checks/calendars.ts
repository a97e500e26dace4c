import { basename } from 'node:path';
import { type ReadClosings, readClosings } from '../../domain/governance/icalendar/closings.ts';
import type { Fault } from '../fault.ts';
import { CalendarEntry, type CalendarFile, isFile } from '../schema/calendar.ts';
import { select } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

/** Every calendar whose file is named is there, and every event of it can be placed in time. */
export function calendars(ground: Ground): readonly Fault[] {
  return select(ground.organisation.raw, 'calendars.#').flatMap(({ path, value }) => {
    const entry = CalendarEntry.safeParse(value);
    if (!entry.success || !isFile(entry.data)) return []; // its form is at fault, or it is read later
    const source = sourceOf(entry.data, ground);
    if (!source) {
      const message = `there is no file ${entry.data.file} beside it`;
      return [faultAt(ground.organisation, [...path, 'file'], 'value', message)];
    }
    const read = closingsOf(entry.data, source);
    if (!('faults' in read)) return [];
    return read.faults.map(({ line, message }): Fault => {
      return { file: source.file, line, column: 1, path: '', message, hint: null };
    });
  });
}

/** The file a calendar names; files lie in one folder, so their names tell them apart. */
export function sourceOf({ file }: CalendarFile, { calendars: all }: Ground): Source | null {
  return all.find((one) => basename(one.file) === basename(file)) ?? null;
}

/** What it closes; nothing of a file that could not be read, which has its own fault. */
export function closingsOf(calendar: CalendarFile, { raw }: Source): ReadClosings {
  const { name, environments, services, owner, zone } = calendar;
  const closes = { name, environments, owner, zone, ...(services ? { services } : {}) };
  return typeof raw === 'string' ? readClosings(raw, closes) : { blackouts: [] };
}
