import { z } from 'zod';
import { no, ok } from './answer.ts';
import { fault } from './faults.ts';
import { malformed, type Route } from './route.ts';

/** 200 once everything that gets traffic is healthy. */
const healthz: Route = {
  method: 'GET',
  path: '/healthz',
  run({ fleet }) {
    const sick = fleet
      .state()
      .slots.flatMap((slot) =>
        slot.versions
          .filter(({ digest, weight }) => weight > 0 && !fleet.running.ready(slot, digest))
          .map(({ version }) => `${slot.service} ${version} in ${slot.environment}`),
      );
    if (sick.length > 0) return no(503, 'not-ready', `not healthy: ${sick.join(', ')}`);
    return ok({ ok: true });
  },
};

/** Every effect that was really performed, oldest first. */
const effects: Route = {
  method: 'GET',
  path: '/admin/effects',
  run: ({ fleet }) => ok({ effects: fleet.state().effects }),
};

/** Where the services are reached. */
const proxies: Route = {
  method: 'GET',
  path: '/admin/proxies',
  run({ fleet }) {
    const all = fleet.proxies().map(({ service, environment, port }) => ({
      service,
      environment,
      url: `http://127.0.0.1:${port}`,
    }));
    return ok({ proxies: all });
  },
};

const faultBody = z.union([z.object({ clear: z.literal(true) }), fault]);

/** Orders trouble (see `faults.ts`), or `{clear: true}` ends it. */
const faults: Route = {
  method: 'POST',
  path: '/admin/fault',
  run(context, body) {
    const parsed = faultBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    if ('clear' in parsed.data) context.faults.clear();
    else context.faults.order(parsed.data);
    return ok({});
  },
};

export const FLEET_ROUTES: readonly Route[] = [healthz, effects, proxies, faults];
