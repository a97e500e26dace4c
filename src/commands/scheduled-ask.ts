import { type Draft, draft } from '../domain/deployment/draft.ts';
import { refuses } from '../domain/deployment/request.ts';
import { askGates, type GateRuling } from '../domain/gates/index.ts';
import { type Finding, notNow, occasion } from '../domain/governance/fire.ts';
import type { Schedule } from '../domain/governance/schedule.ts';
import { isRefusal, type Refusal } from '../domain/kernel/refusal.ts';
import type { Context } from '../ports/context.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';
import { authorsUnknown } from './authors.ts';
import { gatherAsk } from './deploy.ts';
import { deployShape } from './deploy-args.ts';
import { lineOf } from './deploy-lines.ts';
import { complete } from './grammar/parse.ts';
import type { Stands } from './scheduled-orders.ts';
import { unproven } from './unproven.ts';

/** A request that may be made: nothing holds it but people's yes, or room in the environment. */
export interface Asking {
  readonly made: Draft;
  readonly rulings: readonly GateRuling[];
  readonly line: string;
  readonly changes: WhatChanges;
}

interface Wanted extends Stands {
  readonly version: string;
  /** The time that is answered; left out: the version and its build, each of which is asked for once. */
  readonly occurrence?: string;
}

/** What is in the way and may be gone in a minute. */
export const PASSING: readonly string[] = ['provider-silent', 'authors-unknown', 'unknown'];
/** What a person would be asked about; nobody is there to say that it may start whenever that ends. */
export const CLOSED: readonly string[] = [
  'slot',
  'lock',
  'blackout',
  'budget-spent',
  'burning',
  'incident',
  'stopped',
  'half-open',
];

/** The request as `/deploy` makes it, asked of the same gates; or what keeps it from being made. */
export async function askScheduled(
  ctx: Context,
  s: Schedule,
  { actor, place, version, occurrence }: Wanted,
): Promise<Asking | Finding> {
  const because = `schedule ${s.id}, ${occasion(s)}${s.because === null ? '' : `: ${s.because}`}`;
  const values = { service: place.service.name, version, to: place.environment.name, because };
  const typed = complete(deployShape, { values, missing: [] });
  if (isRefusal(typed)) return refused(s, typed);
  const line = `/deploy ${values.service}@${version} to ${values.to}`;
  const found = await gatherAsk(ctx, { actor, channel: s.channel, line }, typed);
  if (isRefusal(found)) return refused(s, found);
  const asked = draft(found.wanted, ctx.catalog(), ctx.digest);
  const { digest } = asked.artifact;
  const made = {
    ...asked,
    schedule: { id: s.id, occurrence: occurrence ?? `${version} ${digest}` },
  };
  const { rulings } = await askGates(
    ctx.facts,
    made.gates,
    { ...made, id: null, version, digest, byOrder: true },
    await ctx.records.now(),
  );
  const no =
    refuses(made, rulings, ctx.catalog()) ??
    authorsUnknown(made, found.changes, ctx.catalog()) ??
    (await unproven(ctx, made, rulings));
  if (no) return refused(s, no);
  return heldBy(s, rulings) ?? { made, rulings, line: lineOf(made, typed), changes: found.changes };
}

function refused(s: Schedule, refusal: Refusal): Finding {
  const why = reasonOf(refusal);
  if (PASSING.includes(refusal.code)) return { kind: 'later', why };
  if (refusal.code === 'already-there') {
    return s.from === null ? { kind: 'skipped', why } : notNow(s, why);
  }
  return { kind: 'refused', why, code: refusal.code };
}

function heldBy(s: Schedule, rulings: readonly GateRuling[]): Finding | null {
  for (const { ruling } of rulings) {
    if (ruling.verdict === 'pass') continue;
    if (PASSING.includes(ruling.code)) return { kind: 'later', why: ruling.why };
    if (CLOSED.includes(ruling.code)) return notNow(s, ruling.why);
  }
  return null;
}

/** A refusal within a sentence. */
export function reasonOf({ what, why }: Refusal): string {
  const said = why === null ? what : `${what} ${why}`;
  return said.replace(/\.$/, '');
}
