import type { Artifact } from '../domain/artifact/artifact.ts';
import { type Deployment, isDeploymentId } from '../domain/deployment/deployment.ts';
import { type Return, rollBack } from '../domain/deployment/roll-back.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import { currentTrace } from '../ports/trace.ts';
import { text } from '../projections/parts.ts';
import { defineVerb } from './command.ts';
import { type Place, placeNamed } from './find.ts';
import { flag, keyword, required, rest, toggle } from './grammar/spec.ts';
import { mayNotStop } from './may-steer.ts';
import { answer, no, say } from './reply.ts';
import { returnTarget } from './return-target.ts';

const args = {
  service: required('service'),
  to: keyword('version', 'to'),
  in: keyword('environment', 'in'),
  of: flag('id'),
  'dry-run': toggle(),
  because: rest('because'),
} as const;

/** Returns a service to what served before. No gate but the right to ask can hold it. */
export const rollback = defineVerb({
  name: 'rollback',
  root: '/rollback',
  aliases: ['revert', 'undo'],
  says: 'Return a service to the version that was verified before',
  example: '/rollback shop in production because "checkout errors"',
  args,
  needs: ['steer'],
  urgent: true,
  async run(ctx, asked, typed) {
    const environment = typed.in ?? lastEnvironment(ctx);
    const place = placeNamed(ctx, { service: typed.service, environment }, asked.line);
    if (isRefusal(place)) return no(place);
    const found = await returnTarget(ctx, place, typed.to ?? null);
    const of = isRefusal(found) ? null : found.from;
    const forbidden = await mayNotStop(ctx, asked.actor, place, of);
    if (forbidden) return no(forbidden);
    if (isRefusal(found)) return no(found);
    const late = stale(found.from, typed.of);
    if (late) return no(late);
    const { from, to } = found;
    if (typed['dry-run']) return say(rehearsal(place, from, to));
    const why = typed.because ?? `asked for by ${asked.actor.id}`;
    const by = asked.actor.id ?? '';
    const recorded = await change(ctx, from, { to, by, why, code: 'asked' });
    const where = `${place.service.name} in ${place.environment.name}`;
    return answer(
      recorded,
      `Rolling back ${where} from ${from.artifact.version} to ${to.version}.`,
    );
  },
});

async function change(
  ctx: Context,
  from: Deployment,
  back: Pick<Return, 'to' | 'by' | 'why' | 'code'>,
) {
  const id = await ctx.store.nextId();
  const trace = currentTrace()?.id;
  return ctx.store.change({ target: from, deployment: from.id }, ({ deployment, running, now }) => {
    const current = running ?? deployment;
    if (!current || current.id !== from.id) return null;
    const digest = ctx.digest(`${id} ${back.to.digest}`);
    const configuration = ctx.catalog().version;
    return rollBack(current, { ...back, id, digest, configuration, trace }, now);
  });
}

/** Production is where people roll back under stress: the last environment of the path. */
function lastEnvironment(ctx: Pick<Context, 'catalog'>): string {
  const last = ctx.catalog().environments.toSorted((a, b) => b.order - a.order)[0];
  return last?.name ?? '';
}

/** A button of an older card must not undo what came after it. */
function stale(from: Deployment, of: string | undefined): Refusal | null {
  if (of === undefined || !isDeploymentId(of) || of === from.id) return null;
  return refuse(
    'stale-button',
    `${of} is no longer what serves ${from.service} in ${from.environment}.`,
    {
      why: `${from.id} (${from.artifact.version}) came after it.`,
      line: `/rollback ${from.service} in ${from.environment}`,
    },
  );
}

function rehearsal(place: Place, from: Deployment, to: Artifact) {
  const sentence = `Would roll back ${place.service.name} in ${place.environment.name} from ${from.artifact.version} to ${to.version}. Nothing was changed.`;
  return { text: sentence, parts: [text(sentence)] };
}
