import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { type Look, riseIn } from '../domain/feedback/look.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import { note, text } from './parts.ts';
import type { Line, Part, View } from './view.ts';
import { titleOf } from './words.ts';

const LINKED = 5;

/** What users wrote since people met it, in one sentence; null where nothing can be compared. */
export function feedbackSentence(looks: readonly Look[]): string | null {
  const rise = riseIn(looks);
  const look = rise ?? looks.at(-1);
  if (!look) return null;
  const { after, before, forMs } = look;
  const n = `${after.n} ticket${after.n === 1 ? '' : 's'} of users in the ${sayDuration(forMs)} after people met it`;
  const expected = (before.n * after.ms) / before.ms;
  const was = `${shown(expected)} expected by the days before`;
  return `${rise ? 'Users write more' : 'No rise of what users write'}: ${n}, ${was}.`;
}

/** The same with links to the tickets where their source says how they are linked to. */
export function feedbackPart(looks: readonly Look[], { tickets = [] }: Catalog): Part | null {
  const sentence = feedbackSentence(looks);
  if (sentence === null) return null;
  const rise = riseIn(looks);
  const links = (rise?.tickets ?? []).flatMap(({ source, ref }): Line => {
    const link = tickets.find((one) => one.name === source)?.link;
    return link ? [' ', { link: link.replace('{id}', ref), label: `${source} ${ref}` }] : [];
  });
  return text({ bold: 'Users' }, ` ${sentence}`, ...links.slice(0, 2 * LINKED));
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
    text: `${titleOf(d)}: ${feedbackSentence(looks)} That is no proof that it is why.`,
    parts: [part, note(['That is no proof that it is why: look at what they write.'])],
  };
}

function shown(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
