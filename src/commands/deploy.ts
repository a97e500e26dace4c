import { findEnvironment } from '../domain/catalog/find.ts';
import { type GlassAsk, refusesGlass } from '../domain/deployment/break-glass.ts';
import { mayApprove } from '../domain/deployment/consent.ts';
import { type Ask, type Draft, draft } from '../domain/deployment/draft.ts';
import { plannedFor } from '../domain/deployment/planned.ts';
import { refuses, request } from '../domain/deployment/request.ts';
import { forbids } from '../domain/deployment/rights.ts';
import { type Gathered, isUnknown } from '../domain/gates/facts.ts';
import { askGates, type GateRuling } from '../domain/gates/index.ts';
import type { Closed } from '../domain/governance/window.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { traceOfOrders } from '../domain/kernel/trace-id.ts';
import type { Context } from '../ports/context.ts';
import { currentTrace } from '../ports/trace.ts';
import { deployPreview, type WhatChanges } from '../projections/deploy-preview.ts';
import { authorsUnknown, originOf } from './authors.ts';
import { wallOf, wouldBookTwice } from './booked-twice.ts';
import { type Asked, defineVerb, type Reply } from './command.ts';
import { type DeployArgs, deployShape } from './deploy-args.ts';
import { editOf, lineOf, lookAgain, startOf } from './deploy-lines.ts';
import { feared, knownToFail } from './feared.ts';
import { placeNamed } from './find.ts';
import { fixNamed } from './fix-named.ts';
import { foresee } from './ghost.ts';
import { heldBack, type Willing } from './held-back.ts';
import { mendsLine } from './mends-line.ts';
import { type PlannedStart, plannedStart } from './planned-start.ts';
import { seeingStrategy, sightOf } from './power-of.ts';
import { rejectedBefore } from './rejected-before.ts';
import { answer, no, say } from './reply.ts';
import { resolveArtifact } from './resolve-artifact.ts';
import { startingPoint } from './starting-point.ts';
import { typicalOf } from './typical.ts';
import { provenForGlass, unproven } from './unproven.ts';
import { commitsOf, whatChanges } from './what-changes.ts';
import { zonesOf } from './zones-of.ts';

/** Asks for a deployment. A protected environment shows a preview first; only its Start creates it. */
export const deploy = defineVerb({
  ...deployShape,
  aliases: ['ship'],
  says: 'Put a version of a service into an environment',
  example: '/deploy shop@1.1.0 to production because "new basket"',
  needs: ['deploy'],
  urgent: false,
  async run(ctx, asked, said) {
    const found = await gatherAsk(ctx, asked, said);
    if (isRefusal(found)) return no(found);
    const { wanted, changes, start, replicas } = found;
    // From here on its time is written so that it means the same to whoever presses Start, and when.
    const typed = { ...said, at: start?.exactly };
    const made = draft(wanted, ctx.catalog(), ctx.digest);
    const about = {
      ...made,
      id: null,
      version: made.artifact.version,
      digest: made.artifact.digest,
    };
    const now = await ctx.records.now();
    if (typed['as-of'] !== undefined) return foresee(ctx, asked, made, typed['as-of'], now);
    const { facts, rulings } = await askGates(ctx.facts, made.gates, about, now);
    const glass = glassAsk(made, typed);
    const catalog = ctx.catalog();
    const wrong =
      refuses(made, rulings, catalog) ??
      (glass && refusesGlass(made, glass, { rulings, catalog, ...(await provenForGlass(ctx)) })) ??
      (await unproven(ctx, made, rulings));
    if (wrong) return no(wrong);
    const line: Willing['line'] = (more) => lineOf(made, typed, more);
    const seen = { rulings, blackouts: known(await closedAt(ctx, about, start, facts)) };
    const willing = { ...typed, wait: typed.wait || glass !== null, planned: start !== null, line };
    const waits = heldBack(made, seen, willing, ctx.catalog());
    if (waits) return waits;
    const again = lookAgain(made, typed, now);
    const unseen = typed.plan === undefined || again !== null;
    if (typed['dry-run'] || (wanted.environment.protected && unseen)) {
      const lines = { start: startOf(made, typed, now), edit: editOf(made, typed) };
      const known = await knownToFail(ctx, wanted);
      const clash = await clashAt(ctx, made, typed, { start, now });
      const sight = await sightOf(ctx, wanted, made.plan, { start, now, replicas });
      const dryRun = typed['dry-run'];
      const approvers = zonesOf(ctx.catalog(), mayApprove(made), wanted.environment.zone);
      const asking = { ...lines, again, changes, feared: known, approvers, clash, sight, dryRun };
      return say(deployPreview(made, rulings, asking));
    }
    const unsigned = authorsUnknown(made, changes, ctx.catalog());
    if (unsigned) return no(unsigned);
    return record(ctx, asked, made, { rulings, glass, replace: typed.replace, changes });
  },
});

/** Whom its planned start would book twice, and what to type for one that does not. */
async function clashAt(
  ctx: Context,
  made: Draft,
  typed: DeployArgs,
  { start, now }: { readonly start: PlannedStart | null; readonly now: Instant },
) {
  if (!start) return null;
  const forMs = (await typicalOf(ctx, [made]))(made);
  const { service, environment } = made;
  const zone = findEnvironment(ctx.catalog(), environment)?.zone ?? 'UTC';
  const said = { ...typed, plan: undefined, shown: undefined };
  const lineFor = (at: Instant): string => {
    const wall = wallOf(at, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });
    const when = `${wall} ${zone}`;
    return lineOf(made, { ...said, at: when }).replace(`'${when}'`, when);
  };
  const wanted = { service, environment, from: start.planned.at, forMs };
  return wouldBookTwice(ctx, wanted, lineFor, now);
}

/** What is closed at the moment for which it is asked: now, or at its planned start. */
async function closedAt(
  ctx: Pick<Context, 'facts'>,
  about: Subject,
  start: PlannedStart | null,
  facts: Gathered,
): Promise<Gathered['blackouts']> {
  if (!start) return facts.blackouts;
  return (await ctx.facts(['blackouts'], about, start.planned.at)).blackouts;
}

/** A blackout that could not be read waits at its gate; here there is nothing to show of it. */
function known(blackouts: Gathered['blackouts']): readonly Closed[] {
  return blackouts === undefined || isUnknown(blackouts) ? [] : blackouts;
}

interface Gathering {
  readonly wanted: Ask;
  readonly changes: WhatChanges;
  readonly start: PlannedStart | null;
  /** How many replicas serve there now; null: nobody can tell. */
  readonly replicas: number | null;
}

/** All that a request is made of, for a person who types it and for a schedule alike; or why there is none. */
export async function gatherAsk(
  ctx: Context,
  asked: Asked,
  typed: DeployArgs,
): Promise<Gathering | Refusal> {
  const environment = typed.to ?? '';
  const place = placeNamed(ctx, { service: typed.service, environment }, asked.line);
  if (isRefusal(place)) return place;
  const where = { ...place, channel: asked.channel };
  const forbidden = forbids(asked.actor, 'deploy', where, ctx.catalog());
  if (forbidden) return forbidden;
  const fix = await fixOf(ctx, typed);
  if (isRefusal(fix)) return fix;
  const start = await plannedStart(ctx, asked, typed, place);
  if (isRefusal(start)) return start;
  const strategy = await seeingStrategy(ctx, place, typed, start);
  if (isRefusal(strategy)) return strategy;
  const artifacts = await resolveArtifact(ctx, place, typed.version, asked.line);
  if (isRefusal(artifacts)) return artifacts;
  const target = { service: place.service.name, environment: place.environment.name };
  const { artifact } = artifacts;
  const previous = await startingPoint(ctx, target, typed, artifacts.previous);
  const changes = await whatChanges(ctx, place, { ...target, previous, artifact });
  const origin = originOf(changes, ctx.catalog());
  const risk = await feared(ctx, { ...place, ...origin, previous, changes });
  const wanted = {
    ...place,
    risk,
    artifact,
    previous,
    strategy,
    ...origin,
    rejected: await rejectedBefore(ctx, target),
    planned: start?.planned ?? null,
    requestedBy: asked.actor.id ?? '',
    because: typed.because ?? null,
    ...fix,
    mendsLine: await mendsLine(ctx, place, fix.fixes),
    channel: asked.channel,
    withdrawMs: ctx.settings.withdrawMs,
  };
  return { wanted, changes, start, replicas: artifacts.replicas };
}

/** What it ends, and whether that is only somebody's word. */
async function fixOf(
  ctx: Context,
  { fixes: word, 'break-glass': glass }: DeployArgs,
): Promise<(Pick<Ask, 'fixesUnknown'> & { readonly fixes: string | null }) | Refusal> {
  if (word === undefined) return { fixes: null };
  const fix = await fixNamed(ctx, word, { isVouched: glass === true });
  if (isRefusal(fix)) return fix;
  return { fixes: fix.ref, ...(fix.known ? {} : { fixesUnknown: true }) };
}

function glassAsk(made: Draft, typed: DeployArgs): GlassAsk | null {
  if (!typed['break-glass']) return null;
  return { by: made.requestedBy, because: made.because, incident: made.fixes ?? null };
}

interface Decided {
  readonly rulings: readonly GateRuling[];
  readonly glass: GlassAsk | null;
  readonly replace: boolean;
  readonly changes: WhatChanges;
}

async function record(
  ctx: Context,
  asked: Asked,
  made: Draft,
  { rulings, glass, replace, changes }: Decided,
): Promise<Reply> {
  const id = await ctx.store.nextId();
  const rollbackId = replace ? await ctx.store.nextId() : null;
  const trace = currentTrace()?.id ?? traceOfOrders(id, made.planDigest, ctx.digest);
  const recorded = await ctx.store.change({ target: made }, ({ running, now }) => {
    const replaces = running && rollbackId ? { running, rollbackId } : null;
    const expiresMs = ctx.settings.requestExpiresMs;
    const how = { id, replaces, expiresMs, canonicalLine: asked.line, glass, trace };
    const catalog = ctx.catalog();
    return request(made, rulings, { ...how, catalog, ...commitsOf(changes) }, now);
  });
  return answer(
    recorded,
    `${id}: ${made.service} ${made.artifact.version} to ${made.environment} is ${underWay(made)}.`,
  );
}

function underWay(made: Draft): string {
  const planned = plannedFor(made);
  return planned ? `planned for ${planned.written}` : 'under way';
}
