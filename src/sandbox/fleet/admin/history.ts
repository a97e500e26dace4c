import { z } from 'zod';
import { target } from '../effects/request.ts';
import { ok } from './answer.ts';
import { malformed, type Route } from './route.ts';

const moment = z.coerce.number().int().nonnegative();
const query = z.object({
  ...target,
  from: moment,
  to: moment,
  step: z.coerce.number().int().positive(),
});

/**
 * What was served at a target from one moment to another (milliseconds since the epoch), in steps of `step`
 * milliseconds: `{edgesMs, spells: [{from, measuredMs, versions: {<version>: [requests, errors, orders, …within]}}]}`.
 * `within` counts answers by the edge they lie below, the last beyond them all; noughts at the end are left out,
 * and so are steps of which nothing was measured.
 */
export const history: Route = {
  method: 'GET',
  path: '/admin/history',
  run({ history: kept }, asked) {
    const parsed = query.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { from, to, step } = parsed.data;
    const spells = kept.spells(parsed.data, { from, to, stepMs: step });
    return ok({ edgesMs: kept.edgesMs, spells });
  },
};
