import { z } from 'zod';
import { ForeignMove } from '../domain/elsewhere/move.ts';
import { kept } from '../domain/incident/alert.ts';
import type { BadShape } from '../ports/webhook-source.ts';
import { badShape } from './webhook-shape.ts';

const NAME = 120;
const SAYS = 200;
const BY = 80;

/** A text as it may be shown: what looks like a credential is not. */
const shown = (most: number) => z.string().transform((text) => kept(text, most).trim());

const Loose = ForeignMove.extend({
  name: shown(NAME).pipe(ForeignMove.shape.name),
  says: shown(SAYS).pipe(ForeignMove.shape.says),
  // Whoever can be written to by it is a person's own affair.
  by: shown(BY)
    .nullable()
    .transform((by) => (by === null || by === '' || by.includes('@') ? null : by)),
  // An address that nobody may open is not worth refusing a change for.
  link: ForeignMove.shape.link.catch(null),
});

/** A change as it may be kept, or what of it is not understood. */
export function moveFrom(told: z.input<typeof Loose>): ForeignMove | BadShape {
  const read = Loose.safeParse(told);
  return read.success ? read.data : badShape(read.error);
}
