/**
 * The change for which somebody asks: an incident by its reference, a deployment, or work that is neither.
 * What belongs to it passes its own lock, whoever asks for it; work belongs to who does it.
 */
export type Cause =
  | {
      readonly kind: 'incident';
      readonly ref: string;
      /** It is kept elsewhere, if it is at all: nobody here knows of it. */
      readonly unknown?: true;
    }
  | { readonly kind: 'deployment'; readonly id: string }
  | { readonly kind: 'work' };

/**
 * Who goes first where two want the same: lower wins, and between equals whoever came first. A rollback stands
 * above the table: no lock and no queue ever holds it.
 */
const RANKS: Readonly<Record<Cause['kind'], number>> = { incident: 1, deployment: 2, work: 3 };

export function outranks(a: Cause, b: Cause): boolean {
  return RANKS[a.kind] < RANKS[b.kind];
}

/** Whether what somebody claims a lock for beats an objection; an incident that nobody knows here does not. */
export function overrules(claimed: Cause, held: Cause): boolean {
  return !(claimed.kind === 'incident' && claimed.unknown) && outranks(claimed, held);
}

/** One that waits for a place. */
export interface Waiter {
  /** Null for one that is only asked about: it would come last. */
  readonly id: string | null;
  /** The incident it ends. */
  readonly fixes?: string | null;
}

/** Whether `a` starts before `b` where both could: what ends an incident first, then by who asked first. */
export function goesBefore(a: Waiter, b: Waiter): boolean {
  const [x, y] = [causeOf(a), causeOf(b)];
  if (RANKS[x.kind] !== RANKS[y.kind]) return outranks(x, y);
  return numberOf(a) < numberOf(b);
}

function causeOf({ id, fixes }: Waiter): Cause {
  // What remedies a deployment ends no incident by that.
  const isIncident = fixes != null && !/^D-\d+$/.test(fixes);
  return isIncident ? { kind: 'incident', ref: fixes } : { kind: 'deployment', id: id ?? '' };
}

function numberOf({ id }: Waiter): number {
  return id === null ? Number.POSITIVE_INFINITY : Number(id.slice(2));
}

export function nameCause(cause: Cause): string | null {
  switch (cause.kind) {
    case 'incident':
      return cause.ref;
    case 'deployment':
      return cause.id;
    case 'work':
      return null;
  }
}

/** Whether what is asked for belongs to the change. To work belongs what its holder asks for by hand meanwhile. */
export function belongsTo(
  { cause, by }: { readonly cause: Cause; readonly by: string },
  about: Waiter & { readonly requestedBy: string; readonly byOrder?: true },
): boolean {
  switch (cause.kind) {
    case 'incident':
      return about.fixes?.toLowerCase() === cause.ref.toLowerCase();
    case 'deployment':
      return about.id === cause.id;
    case 'work':
      return about.requestedBy === by && about.byOrder !== true;
  }
}
