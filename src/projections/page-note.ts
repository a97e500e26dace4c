import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Finding } from '../domain/deployment/found.ts';
import { note, text } from './parts.ts';
import type { View } from './view.ts';
import { titleOf } from './words.ts';

/** What a page looked like where a journey failed on it, for the thread; null where there is no picture of it. */
export function pageNote(d: Deployment, { name, says, pictured }: Finding): View | null {
  if (!pictured) return null;
  const { key, probe, step } = pictured;
  const title = `The page where "${step}" failed, as ${probe} saw it`;
  const alt = `Picture of the page where step "${step}" of the journey "${name}" failed, as the probe ${probe} saw it, for ${titleOf(d)}. ${says}`;
  return {
    text: `${d.id}: ${title}`,
    parts: [
      text({ foreign: title }),
      { part: 'page', key, title, alt },
      note(['Fields and secrets are covered; all else is as a customer would see it.']),
    ],
  };
}
