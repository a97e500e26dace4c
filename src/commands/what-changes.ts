import type { Draft } from '../domain/deployment/draft.ts';
import type { Commit } from '../domain/dora/delivery.ts';
import type { Context } from '../ports/context.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';
import type { Place } from './find.ts';

/**
 * What a deployment brings over what serves now, as far as the provider knows and says in time. Where
 * nobody is shown a preview, no rule asks for approval and no train goes, it is not asked.
 */
export async function whatChanges(
  ctx: Pick<Context, 'provider' | 'log' | 'catalog'>,
  place: Pick<Place, 'environment' | 'placement'>,
  moved: Moved,
): Promise<WhatChanges> {
  const { environment } = place;
  const rides = (ctx.catalog().trains ?? []).some(({ to }) => to === environment.name);
  const ruled = ctx.catalog().approvals.some((one) => one.environments.includes(environment.name));
  const matters = environment.protected || ruled || rides;
  return matters ? changesBetween(ctx, place, moved) : { kind: 'unknown' };
}

type Moved = Pick<Draft, 'service' | 'previous' | 'artifact'>;

/** The same, wherever it goes. */
export async function changesBetween(
  ctx: Pick<Context, 'provider' | 'log'>,
  { environment, placement }: Pick<Place, 'environment' | 'placement'>,
  { service, previous, artifact }: Moved,
): Promise<WhatChanges> {
  const target = { service, environment: environment.name };
  const { name, artifacts } = ctx.provider(target);
  if (!artifacts.changes || previous === null) return { kind: 'unknown' };
  try {
    const changes = await artifacts.changes(target, placement.target, previous, artifact);
    return changes ? { kind: 'known', ...changes } : { kind: 'unknown' };
  } catch (error) {
    ctx.log.warn({ err: error, provider: name, ...target }, 'what changes could not be asked');
    return { kind: 'silent', provider: name };
  }
}

/** The commits with their times, as a request takes them; nothing where nobody says. */
export function commitsOf(changes: WhatChanges): { readonly commits?: readonly Commit[] } {
  return changes.kind === 'known' && changes.commits ? { commits: changes.commits } : {};
}
