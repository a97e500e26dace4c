import type { Artifact } from '../domain/artifact/artifact.ts';
import { type Ask, type Draft, draft } from '../domain/deployment/draft.ts';
import { refuses, request } from '../domain/deployment/request.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { type GateRuling, needsOf, ruleAll } from '../domain/gates/index.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { defaultStrategy, type StrategyKind } from '../domain/strategies/index.ts';
import type { Context } from '../ports/context.ts';
import { deployPreview } from '../projections/deploy-preview.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { placeNamed } from './find.ts';
import { printLine } from './grammar/print.ts';
import { type Args, flag, keyword, required, rest, toggle } from './grammar/spec.ts';
import { busyOffers, slotTakenBy } from './offer-busy.ts';
import { answer, no, say } from './reply.ts';
import { resolveArtifact } from './resolve-artifact.ts';
import { startingPoint } from './starting-point.ts';

const args = {
  service: required('service'),
  version: required('version'),
  to: keyword('environment', 'to'),
  strategy: flag(['rolling', 'canary', 'blue-green']),
  'dry-run': toggle(),
  queue: toggle(),
  replace: toggle(),
  wait: toggle(),
  plan: flag('text'),
  because: rest('because'),
} as const;
type Typed = Args<typeof args>;

/** Asks for a deployment. A protected environment shows a preview first; only its Start creates it. */
export const deploy = defineVerb({
  name: 'deploy',
  root: '/deploy',
  aliases: ['ship'],
  says: 'Put a version of a service into an environment',
  example: '/deploy shop@1.1.0 to production because "new basket"',
  args,
  urgent: false,
  async run(ctx, asked, typed) {
    const wanted = await gatherAsk(ctx, asked, typed);
    if (isRefusal(wanted)) return no(wanted);
    const made = draft(wanted, ctx.catalog(), ctx.digest);
    const about = {
      ...made,
      id: null,
      version: made.artifact.version,
      digest: made.artifact.digest,
    };
    const facts = await ctx.facts(needsOf(made.gates), about);
    const rulings = ruleAll(made.gates, facts, about, await ctx.records.now());
    const wrong = refuses(made, rulings) ?? held(made, rulings, typed);
    if (wrong) return no(wrong, offersFor(wrong, made, rulings, typed));
    const confirmed = typed.plan !== undefined && made.planDigest.startsWith(typed.plan);
    const preview = typed['dry-run'] || (wanted.environment.protected && !confirmed);
    if (preview) return say(deployPreview(made, rulings, startOf(made, typed), typed['dry-run']));
    return record(ctx, asked, made, rulings, typed);
  },
});

async function gatherAsk(ctx: Context, asked: Asked, typed: Typed): Promise<Ask | Refusal> {
  const environment = typed.to ?? '';
  const place = placeNamed(ctx, { service: typed.service, environment }, asked.line);
  if (isRefusal(place)) return place;
  const forbidden = forbids(asked.actor, 'deploy', place, ctx.catalog());
  if (forbidden) return forbidden;
  const provider = ctx.provider(place.environment.name);
  const strategy = typed.strategy
    ? defaultStrategy(typed.strategy as StrategyKind)
    : place.placement.strategy;
  if (strategy.kind === 'canary' && provider.metrics === null) {
    return refuse('cannot-judge', `${place.environment.name} has nothing that measures traffic.`, {
      why: 'A canary that nobody judges is a slow blind rollout.',
      fix: 'Choose --strategy rolling or blue-green.',
    });
  }
  const artifacts = await resolveArtifact(ctx, place, typed.version, asked.line);
  if (isRefusal(artifacts)) return artifacts;
  const target = { service: place.service.name, environment: place.environment.name };
  return {
    ...place,
    artifact: artifacts.artifact,
    previous: await startingPoint(ctx, target, typed, artifacts.previous),
    strategy,
    requestedBy: asked.actor.id ?? '',
    because: typed.because ?? null,
    channel: asked.channel,
    withdrawMs: ctx.settings.withdrawMs,
  };
}

/** What is not refused but would wait: it is created only when the asker said so. */
function held(made: Draft, rulings: readonly GateRuling[], typed: Typed): Refusal | null {
  const busy = slotTakenBy(rulings);
  if (busy && !typed.queue && !typed.replace) {
    return refuse('busy', `Not started: ${busy}.`, {
      why: 'One deployment at a time moves a service in an environment.',
      fix: 'Replace it, queue behind it, or leave it.',
    });
  }
  const closed = rulings.find((r) => r.ruling.verdict === 'wait' && r.ruling.code === 'blackout');
  if (closed?.ruling.verdict === 'wait' && !typed.wait) {
    const until = closed.ruling.until
      ? ` until ${new Date(closed.ruling.until).toISOString().slice(0, 16).replace('T', ' ')} UTC`
      : '';
    return refuse('blackout', `Not started: ${closed.ruling.why}${until}.`, {
      why: `${closed.ruling.who.join(', ')} owns this blackout.`,
      fix: `Wait it out, use another environment than ${made.environment}, or ask its owner.`,
    });
  }
  return null;
}

function offersFor(wrong: Refusal, made: Draft, rulings: readonly GateRuling[], typed: Typed) {
  if (wrong.code === 'busy')
    return busyOffers(made, rulings, (more) => lineOf(made, { ...typed, ...more }));
  if (wrong.code !== 'blackout') return [];
  const plan = planOf(made); // the wait is the confirmation: nothing else about the plan is asked
  return busyOffers(made, [], (more) => lineOf(made, { ...typed, ...more, plan }));
}

async function record(
  ctx: Context,
  asked: Asked,
  made: Draft,
  rulings: readonly GateRuling[],
  typed: Typed,
): Promise<Reply> {
  const id = await ctx.store.nextId();
  const rollbackId = typed.replace ? await ctx.store.nextId() : null;
  const recorded = await ctx.store.change({ target: made }, ({ running, now }) => {
    const replaces = running && rollbackId ? { running, rollbackId } : null;
    const expiresMs = ctx.settings.requestExpiresMs;
    return request(made, rulings, { id, replaces, expiresMs, canonicalLine: asked.line }, now);
  });
  return answer(
    recorded,
    `${id}: ${made.service} ${made.artifact.version} to ${made.environment} is under way.`,
  );
}

/** The line that Start carries: everything resolved, bound to the plan that was shown. */
function startOf(made: Draft, typed: Typed): string {
  return lineOf(made, { ...typed, plan: planOf(made) });
}

function planOf(made: Draft): string {
  return made.planDigest.slice(0, 16);
}

function lineOf(made: Draft & { readonly artifact: Artifact }, typed: Partial<Typed>): string {
  const values = {
    ...typed,
    service: made.service,
    version: made.artifact.version,
    to: made.environment,
  };
  return printLine(deploy, { ...values, 'dry-run': false });
}
