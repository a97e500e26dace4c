import { pathOf, placementOf } from '../domain/catalog/find.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { type Side, versionDiff } from '../projections/version-diff.ts';
import { defineVerb } from './command.ts';
import { type Place, serviceNamed } from './find.ts';
import { required } from './grammar/spec.ts';
import { no, say } from './reply.ts';
import { resolveArtifact } from './resolve-artifact.ts';

/** Two versions of a service side by side: what they are and where each has been. */
export const diff = defineVerb({
  name: 'diff',
  root: '/release',
  aliases: ['compare'],
  says: 'Two versions of a service side by side',
  example: '/release diff shop 1.0.0..1.1.0',
  args: { service: required('service'), range: required('text') },
  needs: ['look'],
  urgent: false,
  shows: () => true,
  async run(ctx, { line }, { service: word, range }) {
    const service = serviceNamed(ctx, word, line);
    if (isRefusal(service)) return no(service);
    const [, a, b] = /^(\S+?)\.\.\.?(\S+)$/.exec(range) ?? [];
    const [environment] = pathOf(ctx.catalog(), service).toReversed();
    const placement = environment && placementOf(service, environment.name);
    if (!a || !b || !environment || !placement) {
      return no(
        refuse('bad-range', `"${range}" is not a range of two versions.`, {
          line: `/release diff ${service.name} 1.0.0..1.1.0`,
        }),
      );
    }
    const place = { service, environment, placement };
    const sides = await Promise.all([sideOf(ctx, place, a, line), sideOf(ctx, place, b, line)]);
    const [left, right] = sides;
    if (isRefusal(left)) return no(left);
    if (isRefusal(right)) return no(right);
    return say(versionDiff(service.name, left, right));
  },
});

async function sideOf(
  ctx: Context,
  place: Place,
  version: string,
  line: string,
): Promise<Side | Refusal> {
  const found = await resolveArtifact(ctx, place, version, line);
  if (isRefusal(found)) return found;
  const been = await ctx.records.deployments({ service: place.service.name, limit: 200 });
  return {
    artifact: found.artifact,
    deployments: been.filter((d) => d.artifact.digest === found.artifact.digest),
  };
}
