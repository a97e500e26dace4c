import { Temporal } from 'temporal-polyfill';
import type { Entry, Plain } from '../kernel/change.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { type FailureMode, modeKey } from './failure-mode.ts';

/** That what is written down about a failure mode was tried, in an incident or (null) in a drill. */
export interface Tried {
  readonly worked: boolean;
  /** A principal. */
  readonly by: string;
  readonly at: Instant;
  readonly incident: string | null;
  readonly because: string | null;
}

/** What the ledger says was tried last: when it last worked, and whether it failed since. */
export interface LastTried {
  readonly worked: Tried | null;
  /** Only where it failed after it last worked. */
  readonly failed: Tried | null;
}

const WORKED = 'mode-worked';
const FAILED = 'mode-failed';

/** What the ledger calls it; a mode that gets another name begins anew. */
export function subjectOf({ name }: Pick<FailureMode, 'name'>): string {
  return `mode:${modeKey(name)}`;
}

export function triedEntry(
  mode: Pick<FailureMode, 'name'>,
  said: Tried,
  environment: string | null,
): Entry {
  const { worked, by, at, incident, because } = said;
  const evidence = { mode: mode.name, incident, drill: incident === null, environment, because };
  return { subject: subjectOf(mode), what: worked ? WORKED : FAILED, by, at, evidence };
}

/** @param lines what the ledger says of one mode, newest first */
export function lastTried(
  lines: readonly { readonly body: { readonly [key: string]: Plain } }[],
): LastTried {
  const all = lines.flatMap(({ body }) => readTried(body));
  const worked = all.find((one) => one.worked) ?? null;
  const [newest] = all;
  return { worked, failed: newest && !newest.worked ? newest : null };
}

function readTried(body: { readonly [key: string]: Plain }): readonly Tried[] {
  const { what, by, at, evidence } = body;
  if ((what !== WORKED && what !== FAILED) || typeof by !== 'string' || typeof at !== 'string') {
    return [];
  }
  const said = typeof evidence === 'object' && evidence !== null ? evidence : {};
  const textOf = (key: 'incident' | 'because'): string | null => {
    const value = Object.entries(said).find(([name]) => name === key)?.[1];
    return typeof value === 'string' ? value : null;
  };
  const told = { incident: textOf('incident'), because: textOf('because') };
  return [
    {
      worked: what === WORKED,
      by,
      at: instant(Temporal.Instant.from(at).epochMilliseconds),
      ...told,
    },
  ];
}
