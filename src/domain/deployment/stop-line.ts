import type { Stop, StopCause } from '../breaker/breaker.ts';
import type { Place } from '../breaker/place.ts';
import { BreakerRule } from '../breaker/rule.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { whoOpens } from './who-opens.ts';

/** What stops a line when nothing else is said: an incident and a person are answered by a person alone. */
const BY_CAUSE: Readonly<Record<StopCause, { readonly holds: boolean; readonly rests: boolean }>> =
  {
    hand: { holds: true, rests: false },
    incident: { holds: true, rests: false },
    failures: { holds: false, rests: true },
    alert: { holds: true, rests: true },
    burn: { holds: true, rests: true },
    journey: { holds: true, rests: true },
  };

const RULE = BreakerRule.parse({});

/** A stop as it is recorded: with who may open it by the rules of this moment. */
export function stopOf(
  place: Place,
  said: Pick<Stop, 'by' | 'at' | 'cause' | 'because' | 'parties'>,
  catalog: Catalog,
): Stop {
  const { holds, rests } = BY_CAUSE[said.cause];
  return {
    ...said,
    holds,
    openers: whoOpens(place, said.parties, catalog),
    restMs: rests ? (catalog.breaker ?? RULE).rest : null,
  };
}
