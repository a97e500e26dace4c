import { z } from 'zod';
import { target } from '../effects/request.ts';
import { imagesOf } from '../registry/images.ts';
import { slotOf } from '../state/fleet-state.ts';
import { ok } from './answer.ts';
import { malformed, type Route } from './route.ts';

const query = z.object(target);

/**
 * What really runs: every version of the slot with its share, its health and its processes, what is
 * pulled and still what it was, and the fence.
 */
export const observe: Route = {
  method: 'GET',
  path: '/admin/observe',
  run({ fleet }, asked) {
    const parsed = query.safeParse(asked);
    if (!parsed.success) return malformed(parsed.error);
    const { epoch, versions } = slotOf(fleet.state(), parsed.data);
    const ready = fleet.members(parsed.data).filter(({ phase }) => phase === 'ready');
    const live = versions.map(({ version, digest, weight }) => {
      const instances = ready.filter((one) => one.digest === digest).length;
      return { version, digest, percent: weight, healthy: instances > 0, instances };
    });
    const own = imagesOf(parsed.data.service).map(({ digest }) => digest);
    return ok({ live, staged: own.filter(fleet.isStaged), epoch });
  },
};
