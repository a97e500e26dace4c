import { z } from 'zod';
import { type Alert, AlertGroup, type Reference, type Severity } from '../domain/incident/alert.ts';
import { place } from '../domain/incident/place.ts';
import type { AlertSource } from '../domain/incident/source.ts';
import type { Telling } from '../domain/incident/tell.ts';
import type { Context } from '../ports/context.ts';
import type { Act } from '../ports/inbox.ts';
import { knownNames } from './known-names.ts';
import { tellIncident } from './tell-incident.ts';

const Taken = z.object({
  source: z.string(),
  groups: z.array(AlertGroup),
  left: z.number().int().optional(),
});

/** The words for how bad something is, by kind of source. */
export type Words = Readonly<
  Record<string, { readonly severities: Readonly<Record<string, Severity>> }>
>;

/**
 * Does what one delivery of a source says, target by target, each in a change of its own: told of again, all
 * of it is known. @throws weather: the act stays, and is done again
 */
export async function takeAlerts(ctx: Context, kinds: Words, act: Act): Promise<void> {
  const taken = Taken.safeParse(act.body);
  const name = taken.data?.source;
  const source = ctx.catalog().alerts?.find((one) => one.name === name);
  if (!taken.success || !source) {
    ctx.log.warn(
      { act: act.id, source: name ?? null },
      'alerts of a source that is no longer there',
    );
    return;
  }
  for (const group of taken.data.groups) {
    for (const telling of tellingsOf(ctx, kinds, source, group)) {
      const { left } = taken.data;
      await tellIncident(ctx, source, left === undefined ? telling : { ...telling, left });
    }
  }
}

/** What a group says, by what it is about. */
function tellingsOf(
  ctx: Context,
  kinds: Words,
  source: AlertSource,
  { ref, url, alerts }: AlertGroup,
): readonly Telling[] {
  const reference: Reference = { source: source.name, ref, url };
  const known = knownNames(ctx.catalog());
  const words = kinds[source.kind]?.severities ?? {};
  const byPlace = new Map<string, Alert[]>();
  for (const foreign of alerts) {
    const placed = place(foreign, source, known, words);
    if (placed.kind === 'forbidden') {
      const { service, environment } = placed;
      ctx.log.warn(
        { source: source.name, service, environment },
        'an alert names what its source may not speak of',
      );
      continue;
    }
    const { service, environment } = placed.alert;
    const key = `${service}\n${environment}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), placed.alert]);
  }
  return [...byPlace.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { service, environment } = first;
    return [{ place: { service, environment }, reference, alerts: own }];
  });
}
