import { isStopping } from '../domain/breaker/decide.ts';
import { referencesIn } from '../domain/breaker/fix.ts';
import { type Incident, isIncidentId } from '../domain/incident/incident.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { deploymentNamed } from './find.ts';
import { badReference } from './reference.ts';

/** What something is asked for to end. `known`: Fairway has it and it is not over; else it is only somebody's word. */
export interface Fix {
  readonly ref: string;
  readonly known: boolean;
}

const MOST = 200;

/**
 * The incident that this names: by its id, or as the source of its alerts calls it. Where Fairway hears alerts it must be
 * one that is open, or the reason of a stopped line names it; where incidents are kept elsewhere the word is kept, and
 * is not known. So it is of what two others let through a closed door (`isVouched`). A deployment is what a fix may remedy as well.
 */
export async function fixNamed(
  ctx: Context,
  word: string,
  { isVouched = false } = {},
): Promise<Fix | Refusal> {
  const unfit = badReference(word);
  if (unfit) return unfit;
  if (/^d-\d+$/i.test(word)) {
    const d = await deploymentNamed(ctx, word);
    return isRefusal(d) ? d : { ref: d.id, known: true };
  }
  const incident = await incidentOf(ctx, word);
  if (incident)
    return incident.status === 'resolved' ? over(incident) : { ref: incident.id, known: true };
  const hears = (ctx.catalog().alerts ?? []).length > 0;
  return hears && !isVouched && !(await isWhyStopped(ctx, word))
    ? unknown(word)
    : { ref: word, known: false };
}

async function incidentOf(ctx: Context, word: string): Promise<Incident | null> {
  const id = word.toUpperCase();
  const own = isIncidentId(id) ? await ctx.records.incident(id) : null;
  if (own) return own;
  const open = await ctx.records.incidents({ open: true, limit: MOST });
  const called = (one: Incident): boolean =>
    one.references.some(({ ref }) => ref.toLowerCase() === word.toLowerCase());
  return open.find(called) ?? null;
}

/** Whoever stopped a line may have named an incident that is kept elsewhere. */
async function isWhyStopped(ctx: Context, word: string): Promise<boolean> {
  const breakers = await ctx.records.breakers();
  return breakers.filter(isStopping).some(({ state }) => {
    const named = state.kind === 'closed' ? [] : referencesIn(state.stop.because);
    return named.includes(word.toLowerCase());
  });
}

function over({ id, service, environment }: Incident): Refusal {
  return refuse('incident-over', `${id} is over, so there is nothing left of it to fix.`, {
    why: 'What fixes an incident goes before the others and through what is closed, as long as it is open.',
    fix: `Ask without it; if it is back, open one: /release incident open ${service} in ${environment} because …`,
  });
}

function unknown(word: string): Refusal {
  return refuse('unknown-incident', `There is no incident ${word}.`, {
    why: 'What fixes an incident goes before the others and through what is closed, so it must be one that is open here.',
    fix: 'Look for it with /release status, or open one: /release incident open shop in production because "payments fail"',
  });
}
