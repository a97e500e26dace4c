import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Incident, type IncidentChange, type ModeTried, written } from './incident.ts';

const MOST = 50;

/** Whether what is known to help did: said of an incident that is open or over, and of each mode till it changes. */
export function tried(
  i: Incident,
  said: Omit<ModeTried, 'at'> & { readonly because: string | null },
  now: Instant,
): IncidentChange | Refusal {
  const { mode, worked, by, because } = said;
  const all = i.tried ?? [];
  const before = all.find((one) => one.mode === mode);
  if (before?.worked === worked) {
    return refuse('said', `${before.by} said so already: ${mode} ${wordOf(worked)} in ${i.id}.`);
  }
  if (!before && all.length >= MOST) {
    return refuse('too-many', `${i.id} has answers about ${MOST} failure modes already.`);
  }
  const answer = { mode, worked, by, at: now };
  const row = {
    ...i,
    tried: [...all.filter((one) => one.mode !== mode), answer],
    revision: i.revision + 1,
  };
  const why = because === null ? '' : `: ${because}`;
  const note = `${by} says of ${mode}: what was done ${wordOf(worked)}${why}`;
  return written(row, { what: 'tried', by, at: now, note, evidence: { mode, worked, because } });
}

function wordOf(worked: boolean): string {
  return worked ? 'worked' : 'did not work';
}
