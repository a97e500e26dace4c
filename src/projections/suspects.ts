import type { Named, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { whoCanTakeBack } from './elsewhere.ts';
import { header, list, note, offer, offers, text } from './parts.ts';
import { outcomesOf, plainOutcomes } from './suspect-deeds.ts';
import { CAUTION, evidenceOf, percent, sureness } from './suspect-evidence.ts';
import { suspectOffers } from './suspect-offers.ts';
import { reasonsOf } from './suspect-reasons.ts';
import { metWhen, SUSPECT_TITLES, suspectBy, suspectLine, suspectName } from './suspect-words.ts';
import type { Item, Line, Span, View } from './view.ts';

/** What is shown beside a suspicion. */
export interface Beside {
  /** The deployment that is suspected most, as it is now; null where it is none. */
  readonly first: Deployment | null;
  /** Incidents whose cause is known, for how often we were right. */
  readonly before: readonly Suspicion[];
}

/** Whom we suspect of an incident, how sure that is and how often it was right, and what can be done. */
export function suspectsView(s: Suspicion, { first, before }: Beside): View {
  const [top, ...others] = s.last.named;
  const outcome = outcomesOf(s);
  if (!top) return nobody(s, outcome);
  const sure = sureness(top, before);
  const what = `${suspectName(top)} ${metWhen(top, s)}`;
  const ends = plainOutcomes(s);
  const standsOut = top.likelihood >= s.last.nobody;
  return {
    text: [
      standsOut
        ? `Possible cause for ${s.incident}: ${what}.`
        : `No change stands out for ${s.incident}: the likeliest is ${what}.`,
      `Confidence ${sure}.`,
      ...(ends.length > 0 ? [`${ends.join('; ')}.`] : [`${remedy(top)}.`]),
    ].join(' '),
    parts: [
      header(standsOut ? `Possible cause: ${SUSPECT_TITLES[top.kind]}` : 'No change stands out'),
      text(...suspectLine(top), ...suspectBy(top), ', ', met(top, s)),
      evidenceOf(s, top, { sure, now: first }),
      ...(others.length > 0 ? [list('Less likely', others.map(item))] : []),
      ...(outcome.length > 0 ? [list('Since then', outcome)] : []),
      note([how(s), ' ', CAUTION]),
      ...suspectOffers(s, top, first),
    ],
  };
}

/** In its source's words, which are not ours, where it was made elsewhere. */
function met(one: Named, s: Suspicion): Span {
  const said = metWhen(one, s);
  return one.elsewhere ? { foreign: said } : said;
}

/** What can be done about it: what is not ours is not ours to take back. */
function remedy({ elsewhere }: Named): string {
  if (!elsewhere) return 'Roll back or dismiss';
  return `Fairway cannot take it back: ${whoCanTakeBack(elsewhere.owner, elsewhere.source)}`;
}

function item(one: Named): Item {
  const line: Line = [
    ...suspectLine(one),
    ...(one.elsewhere ? [' ', { foreign: one.elsewhere.says }] : []),
    ` (${one.subject})`,
    ...suspectBy(one),
    `, ${percent(one)}: ${reasonsOf(one).join(', ')}`,
  ];
  return { mark: 'plain', line };
}

/** How it was matched. */
function how({ last }: Suspicion): string {
  const all = last.named.length + last.others;
  return `Of ${all} change${all === 1 ? '' : 's'} before it, by time, dependencies, share of the traffic, the judge and the record; none of them: ${Math.round(last.nobody * 100)} %.`;
}

function nobody(s: Suspicion, outcome: readonly Item[]): View {
  const sentence = `No change is suspected of ${s.incident}: nothing that was deployed, put there, configured or told of before it fits.`;
  return {
    text: `${sentence} See what moved: /release changed 3h`,
    parts: [
      header('No change is suspected'),
      text(sentence),
      ...(outcome.length > 0 ? [list('Since then', outcome)] : []),
      offers([offer('changed', 'What moved?', '/release changed 3h')]),
    ],
  };
}
