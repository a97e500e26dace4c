import { acceptEffect, waitForOutcome } from '../effects/accept.ts';
import type { EffectReader } from '../effects/ask.ts';
import { EFFECTS } from '../effects/index.ts';
import { no, ok } from './answer.ts';
import { malformed, type Route } from './route.ts';

/** How long a call waits for its effect before it answers `running`; the caller then asks again. */
const PATIENCE_MS = 400;

/**
 * `POST /admin/<kind>` for each kind of effect. Answers `{state: 'running' | 'done' | 'failed', code?,
 * why?}`; 409 `{code: 'fenced', epoch}` below the highest epoch seen; 422 when the key was used for
 * another call.
 */
export const EFFECT_ROUTES: readonly Route[] = EFFECTS.map(routeOf);

function routeOf({ kind, read }: EffectReader): Route {
  return {
    method: 'POST',
    path: `/admin/${kind}`,
    async run({ fleet }, body) {
      const understood = read(body);
      if ('error' in understood) return malformed(understood.error);
      const { ask } = understood;
      const acceptance = acceptEffect(fleet, ask);
      if ('fenced' in acceptance) {
        const { epoch } = acceptance.fenced;
        return no(409, 'fenced', `epoch ${epoch} has been seen; yours is older`, { epoch });
      }
      if ('reused' in acceptance)
        return no(422, 'key-reused', `the key ${ask.request.key} belongs to another call`);
      return ok(await waitForOutcome(fleet, ask.request, PATIENCE_MS));
    },
  };
}
