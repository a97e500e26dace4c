import type { Pool } from 'pg';
import type { MoveKind } from '../../src/domain/elsewhere/move.ts';
import type { Random } from '../judge/random.ts';
import type { Fault, Shown } from './trouble.ts';

/** What was changed elsewhere, as its source told of it. `service` is `*` where it named none. Times in ms. */
export interface Moved {
  readonly number: number;
  readonly service: string;
  readonly environment: string;
  readonly kind: MoveKind;
  readonly at: number;
  /** As told, which may be more than it was. */
  readonly percent: number;
}

/** How something is changed elsewhere: who really met it, and what its source tells of that. */
export interface Flip {
  readonly kind: MoveKind;
  readonly shown: readonly Shown[];
  readonly saysService: boolean;
  readonly percent: number;
}

const SHARES = [5, 25, 50, 100];
const KINDS: readonly MoveKind[] = [
  ...Array.from({ length: 6 }, () => 'flag' as const),
  ...['migration' as const, 'migration' as const, 'configuration' as const],
  'infrastructure',
];

/**
 * Of ten six are flags, two migrations, the others configuration and machines. Half the flags are for a share of the
 * people, and half of their sources say for how many; one source in ten does not say of which service it speaks.
 */
export function flip(random: Random): Flip {
  const kind = KINDS[Math.floor(random.uniform() * KINDS.length)] ?? 'flag';
  const some = SHARES[Math.floor(random.uniform() * SHARES.length)] ?? 100;
  const met = kind === 'flag' && random.uniform() < 0.5 ? some : 100;
  const percent = random.uniform() < 0.5 ? met : 100;
  const saysService = random.uniform() >= 0.1;
  return { kind, shown: [{ afterMs: 0, percent: met }], saysService, percent };
}

/** A migration locks tables while it runs, and is felt at once; what else is changed fails as versions do. */
export function faultOf({ kind }: Flip, fault: Fault): Fault {
  return kind === 'migration' ? { ...fault, onsetMs: 0, kind: 'at once' } : fault;
}

const INSERT = `
  INSERT INTO moved_elsewhere (id, source, ref, kind, name, says, service, environment, at, percent)
  SELECT 'E-' || (m->>'number'), 'changes', m->>'number', m->>'kind', 'change-' || (m->>'number'), 'changed',
    m->>'service', m->>'environment', (m->>'at')::bigint, (m->>'percent')::int
  FROM unnest($1::jsonb[]) AS m`;

/** Adds to the table of what was changed elsewhere. */
export async function writeMoves(pool: Pool, all: readonly Moved[]): Promise<void> {
  await pool.query(INSERT, [all.map((moved) => JSON.stringify(moved))]);
}
