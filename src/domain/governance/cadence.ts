import { z } from 'zod';
import type { Schedule } from './schedule.ts';
import { type Recurrence, sayRecurrence } from './weekly.ts';
import { ReleaseWindow } from './window.ts';
import { WorkingHours } from './working-hours.ts';

const DAYS = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const { days, from: clock } = WorkingHours.shape;

/** When several services mean to be released to an environment: days of the week and a time of day in a zone. */
export const Cadence = z.strictObject({
  to: z.string(),
  services: z.array(z.string()).min(1),
  days,
  at: clock,
  zone: ReleaseWindow.shape.zone,
});
export type Cadence = z.infer<typeof Cadence> & { readonly name: string };

/** A service that does otherwise; `why` is how. */
export interface Deviation {
  readonly cadence: string;
  readonly service: string;
  readonly why: string;
}

export function timesOf({ days: named, at, zone }: Cadence): Recurrence {
  const numbers = named.map((day) => DAYS.indexOf(day) + 1);
  return { days: numbers.toSorted((a, b) => a - b), time: at, zone };
}

/** The services of the cadence whose schedules to there say something else, in its order. */
export function deviations(cadence: Cadence, schedules: readonly Schedule[]): readonly Deviation[] {
  const meant = sayRecurrence(timesOf(cadence));
  return cadence.services.flatMap((service): Deviation[] => {
    const own = schedules.filter((s) => s.service === service && s.environment === cadence.to);
    const at = own.map((s) => (s.every ? sayRecurrence(s.every) : `when ${s.from} is green`));
    const kept = own.find((_, i) => at[i] === meant);
    const said = (why: string): Deviation[] => [{ cadence: cadence.name, service, why }];
    if (own.length === 0) return said('has no schedule');
    if (!kept)
      return said(`goes ${own.map((s, i) => `${withEvery(s, at[i])} (${s.id})`).join(' and ')}`);
    if (kept.stopped) return said(`is paused (${kept.id})`);
    const besides = own.filter((s) => s !== kept && !s.stopped).map(({ id }) => id);
    return besides.length === 0 ? [] : said(`goes at other times as well (${besides.join(', ')})`);
  });
}

function withEvery({ every }: Schedule, said: string | undefined): string {
  return every ? `every ${said ?? ''}` : (said ?? '');
}
