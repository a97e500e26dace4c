import { z } from 'zod';
import { MARKS } from '../../domain/governance/hand-off.ts';
import type { Occasion } from '../../domain/governance/publication.ts';
import type { PublisherKind } from '../../ports/publisher-kind.ts';
import type { BadShape } from '../../ports/webhook-source.ts';
import { badShape, firstOf, Word } from '../webhook-shape.ts';
import { type Asks, At, compiled, elementsOf, givenBy, isSenderOf } from './map.ts';

/** What the expressions of `map` give; `published` first, the others for each of those as `one`. */
const GIVES = ['published', 'when', 'repository', 'tag', 'at', 'mark', 'report'] as const;
/** What need not be there may be missing from a body. */
const MAY_MISS: readonly string[] = ['at', 'report'];
const DEFAULTS = { when: 'true', repository: 'one.repository', tag: 'one.tag' };

const Report = z
  .string()
  .max(1_000)
  .regex(/^https?:\/\/[\x21-\x7e]+$/, 'must be an address that begins with http:// or https://');

const Given = z.object({
  when: z.boolean(),
  repository: Word,
  tag: Word,
  at: At.nullish(),
  mark: z.enum(MARKS).optional(),
  report: Report.nullish(),
});

/** Anything that posts JSON, mapped by expressions. */
export const genericPublisher: PublisherKind = {
  name: 'generic',
  verify: isSenderOf,
  read(body, _, { map }) {
    const asks = compiled(map, GIVES, DEFAULTS);
    if ('path' in asks) return asks;
    const all = elementsOf(asks, 'published', body);
    if ('path' in all) return all;
    const occasions: Occasion[] = [];
    const { first, ...rest } = firstOf(all);
    for (const [n, one] of first.entries()) {
      const read = readOne(asks, { body, one }, n);
      if (read !== null && isBad(read)) return read;
      if (read) occasions.push(read);
    }
    return { id: null, occasions, ...rest };
  },
};

function isBad(read: Occasion | BadShape): read is BadShape {
  return 'path' in read;
}

type Values = { readonly body: unknown; readonly one: unknown };

/** Null where `when` says that it is none of ours; then nothing else of it is looked at. */
function readOne(asks: Asks, values: Values, n: number): Occasion | BadShape | null {
  const given = givenBy(asks, GIVES.slice(1), MAY_MISS, values);
  if (given === null) return null;
  if ('path' in given) return under(n, given);
  const read = Given.safeParse(given.all);
  if (!read.success) return under(n, badShape(read.error));
  const { repository, tag, at = null, mark = 'built', report = null } = read.data;
  const registry = { on: 'push', workflow: null, branch: null, isMain: false } as const;
  return { ...registry, repository, tag, at, mark, report };
}

function under(n: number, { path, why }: BadShape): BadShape {
  return { path: `published[${n}].${path}`, why };
}
