import type { InFlight } from '../../../src/domain/governance/window.ts';
import type { DrawnTimes } from './oracle.ts';

export interface Drawn extends DrawnTimes {
  readonly inFlight: InFlight;
}

export function listsOf({ days }: Drawn) {
  return [{ name: 'listed', days }];
}

/** Times as the configuration would write them. */
export function formOf({ zone, clock, minutes, weekdays, days, inFlight }: Drawn, name: string) {
  const form = { name, environments: ['production'], owner: 'platform', zone, inFlight };
  if (weekdays.length === 0) return { ...form, from: 'listed', for: '1d' };
  const repeat = `FREQ=WEEKLY;BYDAY=${weekdays.join(',')}`;
  const except = days.length > 0 ? { except: ['listed'] } : {};
  return { ...form, from: `2026-01-01T${clock}`, for: `${minutes}m`, repeat, ...except };
}
