import type { Environment } from '../domain/catalog/catalog.ts';
import { placementOf } from '../domain/catalog/find.ts';
import { isRefusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { type OneReplayed, replayAllView } from '../projections/replay-all.ts';
import type { Reply } from './command.ts';
import { type Over, replayed } from './replayed.ts';
import { no, say } from './reply.ts';

interface Typed {
  readonly within: string;
  readonly objective?: string | undefined;
}

/** The minutes of months are read for each of them. */
const MOST = 20;

/** The replay of every objective of an environment that the one who asks may read of, a line for each. */
export async function replayAll(
  ctx: Pick<Context, 'catalog' | 'records' | 'provider'>,
  environment: Environment,
  { within, objective: named }: Typed,
  over: Over,
): Promise<Reply> {
  const all = ctx.catalog().services.flatMap((service) => {
    const placement = placementOf(service, environment.name);
    if (!placement) return [];
    const { objectives = [] } = placement;
    return objectives
      .filter(({ name }) => named === undefined || name === named)
      .map((objective) => ({ place: { service, environment, placement }, objective }));
  });
  if (all.length === 0) {
    const what = named === undefined ? 'an objective' : `an objective called "${named}"`;
    return no(
      refuse('no-objective', `No service that you may read has ${what} in ${environment.name}.`, {
        why: 'The triggers of an objective are what is replayed.',
        fix: 'Name another environment, or give a service an objective with a target such as 0.999 in its file.',
      }),
    );
  }
  const found: OneReplayed[] = [];
  // One after the other: a source is asked for months of minutes each time.
  for (const { place, objective } of all.slice(0, MOST)) {
    const past = await replayed(ctx, place, objective, over);
    const of = { service: place.service.name, objective };
    found.push(isRefusal(past) ? { ...of, why: past.what } : { ...of, ...past });
  }
  const left = all.length - found.length;
  return say(replayAllView(found, { environment: environment.name, within, ...over, left }));
}
