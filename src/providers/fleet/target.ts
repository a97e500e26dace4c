import { z } from 'zod';
import type { Room } from '../../domain/strategies/fits.ts';

/** What a placement tells the fleet: nothing. It knows its services by name. */
export const fleetTarget = z.strictObject({});

/** Its proxy splits in any share, and how many versions run side by side nobody counts. */
export function fleetRoom(): Room {
  return { slots: null, weights: true };
}

/** What it counts of the business, by name: criteria.success and gauges may ask for it. */
export const fleetNumbers: readonly string[] = ['orders a minute'];
