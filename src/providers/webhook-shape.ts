import { z } from 'zod';
import { kept } from '../domain/incident/alert.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { BadShape } from '../ports/webhook-source.ts';

/** More of one delivery are more than anybody acts on; sources send the rest again. */
export const MOST_ALERTS = 200;
const MOST_LABELS = 40;
const LABEL = 200;
export const TEXT = 300;
const URL_MOST = 1_000;

/** A text of foreign origin as it may be kept. */
export const Text = z.string().transform((text) => kept(text, TEXT));

const NAME = 255;

/** A name of something elsewhere, such as a repository or a tag, as it may be kept. */
export const Word = z
  .string()
  .min(1)
  .max(NAME)
  .transform((text) => kept(text, NAME));
/** As `Word`, where it may be empty or missing. */
export const MaybeWord = z
  .string()
  .max(NAME)
  .nullish()
  .transform((text) => kept(text ?? '', NAME));

/** An address that a person may open, or null: anything else is not worth refusing an alert for. */
export const Link = z
  .unknown()
  .optional()
  .transform((url) =>
    typeof url === 'string' && url.length <= URL_MOST && /^https?:\/\/\S+$/.test(url) ? url : null,
  );

/** Labels as they may be kept: values as text, the first so many. */
export const Labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((labels) => {
    const all = Object.entries(labels).slice(0, MOST_LABELS);
    return Object.fromEntries(
      all.map(([name, value]) => [kept(name, LABEL), kept(`${value ?? ''}`, LABEL)]),
    );
  });

/** A moment in ISO 8601, as `Instant`. */
export const Moment = z.iso
  .datetime({ offset: true, error: 'must be a time in ISO 8601' })
  .transform((text) => instant(Math.trunc(Date.parse(text))));

/** What is not understood: the first fault, with its path as people write it. */
export function badShape(error: z.ZodError): BadShape {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).reduce<string>(
    (said, part) =>
      typeof part === 'number'
        ? `${said}[${part}]`
        : `${said}${said === '' ? '' : '.'}${String(part)}`,
    '',
  );
  return {
    path: kept(path === '' ? 'body' : path, TEXT),
    why: kept(issue?.message ?? 'is not understood', TEXT),
  };
}

/** The end of an alert where the source says it is over. */
export function endOf(over: boolean, at: Instant): Instant | null {
  return over ? at : null;
}
