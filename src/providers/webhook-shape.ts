import { z } from 'zod';
import { kept } from '../domain/incident/alert.ts';
import { hideCredentials } from '../domain/kernel/credentials.ts';
import { type Instant, instant } from '../domain/kernel/time.ts';
import type { BadShape } from '../ports/webhook-source.ts';

/** More of one delivery are more than anybody acts on. */
const MOST_ALERTS = 200;
const MOST_LABELS = 40;
/** Labels that hold a secret, by what they are called: what it looks like need not say so. */
const SECRET_LABEL =
  /TOKEN|PASSW|PASSPHRASE|CREDENTIAL|CLIENT_?SECRET|(?:API|ACCESS|PRIVATE)_?KEY/i;
const HIDDEN = '[redacted]';
const LABEL = 200;
const TEXT = 300;
const URL_MOST = 1_000;

/** The first of what one delivery tells, and how many more it was; `cut` by the sender itself. */
export function firstOf<T>(all: readonly T[], cut = 0) {
  const left = Math.max(0, all.length - MOST_ALERTS) + cut;
  return { first: all.slice(0, MOST_ALERTS), ...(left > 0 ? { left } : {}) };
}

/** How many the sender says it left out itself. */
export const Cut = z.number().int().min(0).max(1_000_000).catch(0);

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

/** An address that a person may open, without who opens it, or null: anything else is not worth refusing an alert for. */
export const Link = z
  .unknown()
  .optional()
  .transform((url) =>
    typeof url === 'string' && url.length <= URL_MOST && /^https?:\/\/\S+$/.test(url)
      ? hideCredentials(url.replace(/(?<=^https?:\/\/)[^/?#]*@/, ''))
      : null,
  );

/** Labels as they may be kept: values as text, the first so many. */
export const Labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((labels) => {
    const all = Object.entries(labels).slice(0, MOST_LABELS);
    return Object.fromEntries(
      all.map(([name, value]) => [
        kept(name, LABEL),
        SECRET_LABEL.test(name) ? HIDDEN : kept(`${value ?? ''}`, LABEL),
      ]),
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
