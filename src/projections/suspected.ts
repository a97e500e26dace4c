import type { Named, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { header, list, note, offers, text } from './parts.ts';
import { outcomesOf, plainOutcomes } from './suspect-deeds.ts';
import { CAUTION, evidenceOf, percent, sureness } from './suspect-evidence.ts';
import { allSuspects, suspectOffers } from './suspect-offers.ts';
import { metWhen } from './suspect-words.ts';
import type { View } from './view.ts';

/**
 * The same in the thread of a deployment that is or was suspected: of it alone, as it stands now.
 * @param before incidents whose cause is known, for how often we were right
 */
export function suspectedView(s: Suspicion, d: Deployment, before: readonly Suspicion[]): View {
  const found = s.last.named.find(({ subject }) => subject === d.id);
  return found ? suspected(s, found, d, before) : notSuspected(s, d);
}

function suspected(s: Suspicion, one: Named, d: Deployment, before: readonly Suspicion[]): View {
  const isTop = s.last.named[0] === one;
  const sure = isTop ? sureness(one, before) : `${percent(one)}; something else is likelier`;
  const own = ofIt(s, d);
  const ends = plainOutcomes(own);
  return {
    text: [
      `${one.version} is suspected of ${s.incident}: ${metWhen(one, s)}.`,
      `Confidence ${sure}.`,
      ...(ends.length > 0 ? [`${ends.join('; ')}.`] : []),
      CAUTION,
    ].join(' '),
    parts: [
      header(`Suspected of ${s.incident}`),
      text({ bold: one.version }, ` ${metWhen(one, s)}`),
      evidenceOf(s, one, { sure, now: d }),
      ...(ends.length > 0 ? [list('Since then', outcomesOf(own))] : []),
      note([CAUTION]),
      ...suspectOffers(s, one, d),
    ],
  };
}

/** It was cleared, what is known by now speaks for something else, or people know better. */
function notSuspected(s: Suspicion, d: Deployment): View {
  const own = ofIt(s, d);
  const cleared = own.deeds.filter(({ what }) => what === 'not-cause');
  const shown = own.cause ? { deeds: [], cause: own.cause } : { deeds: cleared, cause: null };
  const [why = 'what is known by now speaks for something else'] = plainOutcomes(shown);
  const stands = own.cause ? 'is the cause of' : 'is no longer suspected of';
  const sentence = `${d.artifact.version} ${stands} ${s.incident}: ${why}.`;
  return {
    text: sentence,
    parts: [
      text(sentence),
      ...(own.deeds.length > 0 ? [list('Since then', outcomesOf(own))] : []),
      offers([allSuspects(s)]),
    ],
  };
}

/** What is said of the others does not belong here. */
function ofIt({ deeds, cause }: Suspicion, { id }: Deployment): Pick<Suspicion, 'deeds' | 'cause'> {
  return {
    deeds: deeds.filter(({ subject }) => subject === id),
    cause: cause?.subject === id ? cause : null,
  };
}
