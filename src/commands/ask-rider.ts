import { authorsNamed } from '../domain/catalog/find.ts';
import { draft } from '../domain/deployment/draft.ts';
import { refuses } from '../domain/deployment/request.ts';
import { askGates } from '../domain/gates/index.ts';
import type { Found } from '../domain/governance/depart.ts';
import type { Departure, Rider } from '../domain/governance/departure.ts';
import { isRefusal, type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';
import { authorsUnknown } from './authors.ts';
import type { Asked } from './command.ts';
import { gatherAsk } from './deploy.ts';
import { deployShape } from './deploy-args.ts';
import { lineOf } from './deploy-lines.ts';
import { complete } from './grammar/parse.ts';
import { type Asking, CLOSED, PASSING, reasonOf } from './scheduled-ask.ts';
import { unproven } from './unproven.ts';

interface Riding {
  readonly service: string;
  readonly version: string;
  readonly to: string;
  readonly because: string;
}

/** All that a request for it would be made of, as `/deploy` makes it, and whose mark it takes. */
export async function gatherRider(ctx: Context, asked: Asked, values: Riding) {
  const typed = complete(deployShape, { values: { ...values }, missing: [] });
  if (isRefusal(typed)) return typed;
  const found = await gatherAsk(ctx, asked, typed);
  if (isRefusal(found)) return found;
  const { changes, wanted } = found;
  if (changes.kind === 'silent') return silent(changes.provider);
  const people = markersOf(ctx, changes, wanted.requestedBy);
  return { ...found, typed, people, digest: wanted.artifact.digest };
}

/** Who wrote it; where somebody who did is unknown here, who boarded it answers for that. */
function markersOf(
  ctx: Pick<Context, 'catalog'>,
  changes: WhatChanges,
  by: string,
): readonly string[] {
  const signed = changes.kind === 'known' ? (changes.authors ?? []) : [];
  const known = authorsNamed(ctx.catalog(), signed);
  const strangers = signed.filter((name) => authorsNamed(ctx.catalog(), [name]).length === 0);
  const answers = signed.length === 0 || strangers.length > 0 ? [by] : [];
  return [...new Set([...known, ...answers])];
}

/** The request of a rider at its departure, asked of the same gates as any other; or why there is none. */
export async function askRider(
  ctx: Context,
  d: Departure,
  rider: Rider,
  actor: Asked['actor'],
): Promise<(Asking & Found) | { readonly kind: 'later' | 'no'; readonly why: string }> {
  const { service, version, channel } = rider;
  const because = `train ${d.train}, departure ${d.id}`;
  const line = `/deploy ${service}@${version} to ${d.environment}`;
  const found = await gatherRider(
    ctx,
    { actor, channel, line },
    { service, version, to: d.environment, because },
  );
  if (isRefusal(found)) return refused(found);
  const { wanted, changes, typed, people, digest } = found;
  const made = { ...draft(wanted, ctx.catalog(), ctx.digest), train: d.id };
  const { version: exactly } = made.artifact;
  const subject = { ...made, id: null, version: exactly, digest, byOrder: true as const };
  const { rulings } = await askGates(ctx.facts, made.gates, subject, await ctx.records.now());
  const no =
    refuses(made, rulings, ctx.catalog()) ??
    authorsUnknown(made, changes, ctx.catalog()) ??
    (await unproven(ctx, made, rulings));
  if (no) return refused(no);
  for (const { ruling } of rulings) {
    if (ruling.verdict === 'pass') continue;
    if (PASSING.includes(ruling.code)) return { kind: 'later', why: ruling.why };
    if (CLOSED.includes(ruling.code)) return { kind: 'no', why: ruling.why };
  }
  return { made, rulings, line: lineOf(made, typed), changes, people, digest };
}

function refused(refusal: Refusal) {
  const kind = PASSING.includes(refusal.code) ? 'later' : 'no';
  return { kind, why: reasonOf(refusal) } as const;
}

function silent(provider: string): Refusal {
  return refuse('authors-unknown', `${provider} did not say who wrote it.`, {
    why: 'Whoever wrote what rides must say that it is ready.',
    fix: 'Ask again in a minute.',
  });
}
