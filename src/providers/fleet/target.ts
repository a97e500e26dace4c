import { z } from 'zod';
import type { Room } from '../../domain/strategies/fits.ts';
import { type Indicator, seriesOf } from '../../domain/verdict/indicator.ts';

/** What a placement tells the fleet: nothing. It knows its services by name. */
export const fleetTarget = z.strictObject({});

/** Its proxy splits in any share, and how many versions run side by side nobody counts. */
export function fleetRoom(): Room {
  return { slots: null, weights: true };
}

/** What it counts of the business, by name: criteria.success and gauges may ask for it. */
export const fleetNumbers: readonly string[] = ['orders a minute'];

const OWN = 'service="$service",environment="$environment"';
const TOTAL = `http_requests_total{${OWN}}`;
const COUNTED: readonly Indicator[] = [
  { total: TOTAL, bad: `http_requests_total{${OWN},code=~"5.."}` },
  { total: TOTAL, good: `http_requests_total{${OWN},code!~"5.."}` },
];

/** What an objective may count there, as it stands on its Prometheus page: what it remembers, by either name. */
export const fleetSeries: readonly string[] = COUNTED.map(seriesOf);
