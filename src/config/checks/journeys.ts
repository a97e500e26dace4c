import { majority } from '../../domain/verdict/journey/vote.ts';
import type { Fault } from '../fault.ts';
import { mapOf, select } from '../select.ts';
import { faultAt } from '../source.ts';
import type { Ground } from './check.ts';
import { probesIn } from './known.ts';

/** A journey can be decided: its quorum is more than half of its probes, and they are enough. */
export function journeys({ organisation, services }: Ground): readonly Fault[] {
  if (!organisation.sound) return [];
  const all = probesIn(organisation.raw).length;
  return services.flatMap((source) =>
    select(source.raw, 'journeys.*').flatMap(({ path, value }) => {
      const { probes, quorum } = mapOf(value) ?? {};
      const fault = faultIn(quorum, Array.isArray(probes) ? new Set(probes).size : all);
      return fault ? [faultAt(source, [...path, 'quorum'], 'value', ...fault)] : [];
    }),
  );
}

function faultIn(quorum: unknown, probes: number): readonly [message: string, hint: string] | null {
  const least = majority(probes);
  if (typeof quorum !== 'number' || (quorum >= least && quorum <= probes)) return null;
  const walk = probes === 1 ? 'one probe walks' : `${probes} probes walk`;
  const message = `"quorum" is ${quorum}, and ${walk} it`;
  return quorum > probes
    ? [message, `so many never agree: at most ${probes}`]
    : [message, `fewer than ${least} could find it green while as many find it red`];
}
