import { z } from 'zod';

/** What a placement tells the fleet: nothing. It knows its services by name. */
export const fleetTarget = z.strictObject({});
