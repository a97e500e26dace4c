import { type Incident, isOpen } from '../domain/incident/incident.ts';
import type { Apparent } from '../domain/risk/apparent.ts';
import { modeKey } from '../domain/risk/failure-mode.ts';
import { lastTriedLine, plainLastTried } from './last-tried.ts';
import { mitigationOffers } from './mitigations.ts';
import { header, note, offer, offers, text } from './parts.ts';
import type { Recognised, Suspected } from './recognised.ts';
import type { Line, Part, View } from './view.ts';

const SHOWN = 3;

/** What an incident looks like of what is known to go wrong, and what helped, as buttons while it is open. */
export function incidentModes(i: Incident, all: readonly Recognised[], suspected: Suspected): View {
  const shown = all.slice(0, SHOWN);
  const others = all.slice(SHOWN).map(({ mode }) => mode.name);
  const plain = shown.map(
    (one) =>
      `${one.mode.name} (${plainWhy(one)}): ${one.mode.says}${plainHelp(one)}${plainAnswer(i, one)}`,
  );
  return {
    text: `${i.id} looks like what is known to go wrong. ${plain.join(' ')}`,
    parts: [
      header('Known to go wrong like this'),
      ...shown.flatMap((one) => parts(i, one, suspected)),
      ...(others.length > 0 ? [note(['Also known: ', { foreign: others.join(', ') }])] : []),
    ],
  };
}

function parts(i: Incident, one: Recognised, suspected: Suspected): readonly Part[] {
  const { mode, last } = one;
  const said = text({ bold: mode.name }, ' (', ...whyOf(one), '): ', { foreign: mode.says });
  if (mode.mitigations.length === 0) return [said];
  const done = isOpen(i) ? mitigationOffers(i, one, suspected) : { offers: [], lines: [] };
  return [
    said,
    ...done.lines.map((line) => text(...line)),
    ...(done.offers.length > 0 ? [offers(done.offers)] : []),
    note(lastTriedLine(last), ...answerLine(i, one)),
    offers(answers(i, one)),
  ];
}

function plainHelp({ mode, last }: Recognised): string {
  return mode.mitigations.length > 0 ? ` ${plainLastTried(last)}` : '';
}

/** Names of alerts are other people's words. */
function whyOf({ alerts, places }: Apparent): Line {
  if (alerts.length > 0) return ['alert ', { foreign: alerts.slice(0, 3).join(', ') }];
  return [placesOf(places)];
}

function plainWhy({ alerts, places }: Apparent): string {
  return alerts.length > 0 ? `alert ${alerts.slice(0, 3).join(', ')}` : placesOf(places);
}

function placesOf(places: Apparent['places']): string {
  return places.map(({ service, environment }) => `${service} in ${environment}`).join(', ');
}

function answerOf(i: Incident, { mode }: Apparent) {
  return i.tried?.find((one) => one.mode === mode.name) ?? null;
}

function answerLine(i: Incident, one: Apparent): readonly Line[] {
  const said = answerOf(i, one);
  if (!said) return [];
  const outcome = said.worked ? 'it worked' : 'it did not work';
  return [[{ person: said.by }, ` says of ${i.id}: ${outcome}, `, { at: said.at, as: 'time' }]];
}

function plainAnswer(i: Incident, one: Apparent): string {
  const said = answerOf(i, one);
  return said ? ` ${said.by} says of ${i.id}: it ${said.worked ? 'worked' : 'did not work'}.` : '';
}

/** Whoever tried it says how it went, of an incident that is over as well; one may change one's mind. */
function answers(i: Incident, one: Apparent) {
  const key = modeKey(one.mode.name);
  const said = answerOf(i, one);
  const line = `/release mitigated ${i.id} '${key}'`;
  const worked = offer(`mode-worked:${key}`, 'It worked', `${line} worked`, {
    spoken: `What helps against ${one.mode.name} worked`,
  });
  const failed = offer(`mode-failed:${key}`, 'It did not', `${line} failed`, {
    spoken: `What helps against ${one.mode.name} did not work`,
  });
  if (!said) return [worked, failed];
  return said.worked ? [failed] : [worked];
}
