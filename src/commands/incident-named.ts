import { type Incident, isIncidentId } from '../domain/incident/incident.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';

/** The incident with this id, however it was typed (`inc-12`, `12`). */
export async function incidentNamed(
  ctx: Pick<Context, 'records'>,
  word: string,
): Promise<Incident | Refusal> {
  const id = /^\d+$/.test(word) ? `INC-${word}` : word.toUpperCase();
  const found = isIncidentId(id) ? await ctx.records.incident(id) : null;
  return found ?? refuse('unknown-incident', `There is no incident ${word}.`);
}
