import { findEnvironment, findService, placementOf } from '../domain/catalog/find.ts';
import type { HandOff } from '../domain/governance/hand-off.ts';
import { isRefusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { originOf } from './authors.ts';
import { resolveArtifact } from './resolve-artifact.ts';
import { changesBetween } from './what-changes.ts';

/** Which files an artifact on its way changes over what serves there now; null where nobody can tell, or does in time. */
export async function changedFiles(
  ctx: Pick<Context, 'catalog' | 'provider' | 'records' | 'log'>,
  {
    service: name,
    environment: where,
    version,
  }: Pick<HandOff, 'service' | 'environment' | 'version'>,
): Promise<readonly string[] | null> {
  const catalog = ctx.catalog();
  const service = findService(catalog, name);
  const environment = findEnvironment(catalog, where);
  const placement = service && placementOf(service, where);
  if (!service || !environment || !placement) return null;
  const place = { service, environment, placement };
  const both = await resolveArtifact(ctx, place, version, `/release hand-offs ${name}`);
  if (isRefusal(both)) return null;
  const changes = await changesBetween(ctx, place, { service: name, ...both });
  return originOf(changes, catalog).paths ?? null;
}
