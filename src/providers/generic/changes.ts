import { z } from 'zod';
import { type ForeignMove, MOVE_KINDS } from '../../domain/elsewhere/move.ts';
import type { Instant } from '../../domain/kernel/time.ts';
import type { ChangeKind } from '../../ports/change-kind.ts';
import type { BadShape } from '../../ports/webhook-source.ts';
import { moveFrom } from '../webhook-move.ts';
import { badShape, firstOf, Word } from '../webhook-shape.ts';
import { type Asks, At, compiled, elementsOf, givenBy, isSenderOf } from './map.ts';

/** What the expressions of `map` give; `changes` first, the others for each of those as `change`. */
const GIVES = [
  ...['changes', 'when', 'id', 'kind', 'name', 'says', 'service', 'environment', 'percent', 'at'],
  ...['by', 'link'],
];
/** What need not be there may be missing from a body. */
const MAY_MISS = ['says', 'service', 'environment', 'percent', 'at', 'by', 'link'];
const DEFAULTS = {
  when: 'true',
  ...Object.fromEntries(
    ['id', 'kind', 'name', ...MAY_MISS].map((key) => [key, `change.${key}`] as const),
  ),
};

const Given = z.object({
  when: z.boolean(),
  id: z.union([z.string(), z.number().int(), z.bigint()]).transform(String).pipe(Word),
  kind: z.enum(MOVE_KINDS),
  name: Word,
  says: z.string().nullish(),
  service: z.union([Word.transform((one) => [one]), z.array(Word).max(40)]).nullish(),
  environment: Word.nullish(),
  percent: z
    .union([z.number(), z.bigint().transform(Number)])
    .pipe(z.number().min(0, 'must be from 0 to 100').max(100, 'must be from 0 to 100'))
    .nullish(),
  at: At.nullish(),
  by: z.string().nullish(),
  link: z.unknown().optional(),
});

/** What is said of a change that does not say what became of it. */
const SAYS = {
  flag: 'changed',
  migration: 'ran',
  configuration: 'changed',
  infrastructure: 'changed',
} as const;

/** Anything that posts JSON, mapped by expressions. */
export const genericChanges: ChangeKind = {
  name: 'generic',
  verify: isSenderOf,
  read(body, { map }, now) {
    const asks = compiled(map, GIVES, DEFAULTS);
    if ('path' in asks) return asks;
    const all = elementsOf(asks, 'changes', body);
    if ('path' in all) return all;
    const moves: ForeignMove[] = [];
    const { first, ...rest } = firstOf(all);
    for (const [n, change] of first.entries()) {
      const read = readOne(asks, { body, change }, now);
      if (read === null) continue;
      if ('path' in read) return { path: `changes[${n}].${read.path}`, why: read.why };
      moves.push(read);
    }
    return { id: null, moves, ...rest };
  },
};

type Values = { readonly body: unknown; readonly change: unknown };

/** Null where `when` says that it is none of ours, and where nobody met it. */
function readOne(asks: Asks, values: Values, now: Instant): ForeignMove | BadShape | null {
  const given = givenBy(asks, GIVES.slice(1), MAY_MISS, values);
  if (given === null || 'path' in given) return given;
  const read = Given.safeParse(given.all);
  if (!read.success) return badShape(read.error);
  const { id: ref, kind, name, percent, at, by, link } = read.data;
  if (percent === 0) return null;
  return moveFrom({
    ...{ ref, kind, name },
    says: read.data.says || SAYS[kind],
    percent: Math.max(1, Math.round(percent ?? 100)),
    at: at ?? now,
    by: by ?? null,
    link: typeof link === 'string' ? link : null,
    about: read.data.service ?? [],
    environment: read.data.environment ?? null,
  });
}
