import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Change } from '../kernel/change.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant } from '../kernel/time.ts';

/** A change that was made elsewhere, as people refer to it. */
export type MoveId = `E-${number}`;

export function isMoveId(text: string): text is MoveId {
  return /^E-[1-9]\d*$/.test(text);
}

export const MOVE_KINDS = ['flag', 'migration', 'configuration', 'infrastructure'] as const;
export type MoveKind = (typeof MOVE_KINDS)[number];

/** In place of a service or an environment: all of them. */
export const EVERYWHERE = '*';

const told = {
  /** The source's own key: told of twice, it is one. */
  ref: z.string().min(1).max(255),
  kind: z.enum(MOVE_KINDS),
  name: z.string().min(1).max(120),
  /** What became of it, such as `turned on`. */
  says: z.string().min(1).max(200),
  /** The share of the traffic that met it, from 1 to 100. */
  percent: z.number().int().min(1).max(100),
  at: z.number().int().transform(instant),
  /** A name; null where the source gives none, or an address of mail. */
  by: z.string().max(80).nullable(),
  link: z
    .string()
    .regex(/^https:\/\/[^\s<>|]{1,1000}$/)
    .nullable(),
};

/** A change as its source tells of it. Text is of foreign origin: cut to size, without control characters. */
export const ForeignMove = z.object({
  ...told,
  /** Words that may name a service of ours, in the order in which they are looked at; empty: it names none. */
  about: z.array(z.string()).max(40),
  environment: z.string().max(255).nullable(),
});
export type ForeignMove = z.infer<typeof ForeignMove>;

/** Something that changed though Fairway did not change it; `EVERYWHERE` where no service or no environment was named. */
export interface Move extends Target, Omit<ForeignMove, 'about' | 'environment'> {
  readonly id: MoveId;
  readonly source: string;
}

export interface MoveRow {
  readonly table: 'moved_elsewhere';
  readonly row: Move;
}

/** It is known here from now on. */
export interface MoveEvent extends Target {
  readonly type: 'elsewhere';
  readonly id: MoveId;
}

/** What is recorded of it; the name of whoever made it stands in its row alone, and not in the ledger for ever. */
export function record(row: Move, now: Instant): Change<MoveRow, MoveEvent> {
  const { id, kind, name, says, service, environment, at, source, link } = row;
  return {
    rows: [{ table: 'moved_elsewhere', row }],
    ledger: [
      {
        subject: id,
        what: 'made-elsewhere',
        by: `change:${source}`,
        at: now,
        evidence: {
          words: sayMove(row),
          ...{ kind, name, says, service, environment, link },
          madeAt: Temporal.Instant.fromEpochMilliseconds(at).toString(),
        },
      },
    ],
    events: [{ type: 'elsewhere', id, service, environment }],
  };
}

/** `flag new-checkout turned on in production`. */
export function sayMove({
  kind,
  name,
  says,
  environment,
}: Pick<Move, 'kind' | 'name' | 'says' | 'environment'>): string {
  const where = environment === EVERYWHERE ? 'everywhere' : `in ${environment}`;
  return `${kind} ${name} ${says} ${where}`;
}
