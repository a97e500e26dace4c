import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Look, riseIn } from '../domain/feedback/look.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { note, text } from './parts.ts';
import type { Line, Part, View } from './view.ts';
import { titleOf } from './words.ts';

const LINKED = 5;

/** What users wrote since people met it, in one sentence; null where nothing can be compared. */
export function feedbackSentence(looks: readonly Look[], catalog: Catalog): string | null {
  const rise = riseIn(looks);
  const look = rise ?? looks.at(-1);
  if (!look) return null;
  const { after, before, forMs } = look;
  const n = `${after.n} ${nounOf(look, catalog)} of users in ${sayDuration(forMs)} after people met it`;
  const expected = (before.n * after.exposure) / before.exposure;
  const traffic = look.by === 'requests' ? ' and the requests served' : '';
  const was = `${shown(expected)} expected by the days before${traffic}`;
  return `${rise ? 'Users write more' : 'No rise of what users write'}: ${n}, ${was}.`;
}

/** The same with links to the tickets where their source says how they are linked to. */
export function feedbackPart(looks: readonly Look[], catalog: Catalog): Part | null {
  const sentence = feedbackSentence(looks, catalog);
  if (sentence === null) return null;
  const { tickets = [], reviews = [] } = catalog;
  const rise = riseIn(looks);
  const links = (rise?.tickets ?? []).flatMap(({ source, ref }): Line => {
    const link = [...tickets, ...reviews].find((one) => one.name === source)?.link;
    if (!link) return [];
    const label = link.includes('{id}') ? `${source} ${ref}` : source;
    return [' ', { link: link.replace('{id}', ref), label }];
  });
  return text(sentence, ...links.slice(0, 2 * LINKED));
}

/** For the thread of the deployment, when users write more; null where they do not. */
export function feedbackNotice(
  d: Deployment,
  looks: readonly Look[],
  catalog: Catalog,
): View | null {
  const part = riseIn(looks) && feedbackPart(looks, catalog);
  if (!part) return null;
  return {
    text: `${titleOf(d)}: ${feedbackSentence(looks, catalog)} That is no proof that it is why.`,
    parts: [part, note(['That is no proof that it is why: look at what they write.'])],
  };
}

function nounOf({ after, tickets }: Look, { reviews = [] }: Catalog): string {
  const bad = tickets.filter(({ source }) => reviews.some(({ name }) => name === source)).length;
  if (bad === 0) return after.n === 1 ? 'ticket' : 'tickets';
  if (bad === tickets.length) return after.n === 1 ? 'bad review' : 'bad reviews';
  return 'tickets and bad reviews';
}

function shown(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
