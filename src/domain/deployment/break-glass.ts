import type { Catalog } from '../catalog/catalog.ts';
import { hasAccount, membersOf } from '../catalog/find.ts';
import type { GateRuling } from '../gates/index.ts';
import { LIFTS } from '../gates/lift.ts';
import { type BreakGlass, GLASS_QUORUM } from '../governance/break-glass.ts';
import { factorLack, keyLack } from '../governance/factor-lack.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import { type Instant, plus } from '../kernel/time.ts';
import { barredFrom } from './consent.ts';
import { type Deployment, isOver } from './deployment.ts';
import { type DeploymentChange, move } from './moves.ts';
import { withoutAccount } from './nobody-could.ts';

/** Who asks to go through what is closed, and why. */
export interface GlassAsk {
  readonly by: string;
  readonly because: string | null;
  readonly incident: string | null;
}

/** How it stands when somebody asks: what every gate says, and who has which account and is in which group. */
export interface Standing {
  readonly rulings: readonly GateRuling[];
  readonly catalog: Pick<Catalog, 'people' | 'groups'>;
  /** Whose second factor takes codes, null without a key; left out where a yes takes none, or that was looked at before. */
  readonly enrolled?: readonly string[] | null | undefined;
}

type Asking = Pick<Deployment, 'service' | 'environment' | 'requestedBy' | 'gates' | 'glass'>;

/** Whose yes to breaking the glass counts: not theirs who ask, want it or wrote what changes. */
export function othersFor(d: Asking, askedBy: string): readonly string[] {
  const barred = [askedBy, ...barredFrom(d)];
  return (d.glass?.people ?? []).filter((person) => !barred.includes(person));
}

/** Why this may not be asked: no reason, nothing closed that it opens, or too few others who could say yes. */
export function refusesGlass(
  d: Asking,
  ask: GlassAsk,
  { rulings, catalog, enrolled }: Standing,
): Refusal | null {
  if (!ask.because) {
    return refuse('no-reason', 'Breaking the glass needs a reason.', {
      why: 'It is read by those who approve it, and again when it is reviewed.',
      fix: 'Say it after because: … because "checkout is down".',
    });
  }
  if (closed(rulings).length === 0) {
    const held = rulings.flatMap(({ ruling }) => (ruling.verdict === 'pass' ? [] : [ruling.why]));
    return refuse('nothing-to-lift', 'There is no glass to break: nothing closed holds it.', {
      why:
        held.length > 0
          ? `It waits for what break-glass never lifts: ${held.join('; ')}.`
          : 'Every gate that break-glass could lift passes.',
      fix: 'Start it as usual.',
    });
  }
  const still = membersOf(catalog, d.glass?.groups ?? []);
  const others = othersFor(d, ask.by).filter((person) => still.includes(person));
  const able = others.filter((person) => hasAccount(catalog, person));
  const mute = others.filter((person) => !able.includes(person));
  if (able.length < GLASS_QUORUM) return tooFew(d, able.length, mute);
  return enrolled === undefined ? null : tooFewProven(d, able, enrolled);
}

/** Asks, out loud: whoever may say yes is called by name. A newer ask takes the place of one that ended. */
export function askGlass(
  d: Deployment,
  ask: GlassAsk,
  standing: Standing,
  now: Instant,
): DeploymentChange | Refusal {
  const no = glassOver(d) ?? alreadyAsked(d, now) ?? refusesGlass(d, ask, standing);
  if (no) return no;
  const { by, incident } = ask;
  const because = ask.because ?? '';
  const through = closed(standing.rulings);
  const breakGlass: BreakGlass = {
    askedBy: by,
    at: now,
    because,
    incident,
    through,
    planDigest: d.planDigest,
    approvals: [],
    grantedAt: null,
    expiresAt: plus(now, d.glass?.lastsMs ?? 0),
    revision: d.revision + 1,
    endedAs: null,
  };
  return move(d, { breakGlass }, 'break-glass-asked', {
    by,
    at: now,
    note: `${by} asks to break the glass (${through.join('; ')}): ${because}${incident ? ` (${incident})` : ''}`,
    tell: othersFor(d, by),
    evidence: {
      because,
      incident,
      through,
      planDigest: d.planDigest,
      groups: d.glass?.groups ?? [],
    },
  });
}

/** Its time is over, or its plan is another one by now: said once, so that everybody can see it. */
export function lapseGlass(d: Deployment, now: Instant): DeploymentChange | null {
  const asked = d.breakGlass;
  if (!asked || asked.endedAs !== null || isOver(d) || isLive(d, now)) return null;
  const moved = asked.planDigest !== d.planDigest;
  const what = asked.grantedAt === null ? 'Nobody broke the glass' : 'The glass is whole again';
  const note = moved
    ? `${what}: the plan has changed since it was asked`
    : `${what}: its time is over`;
  return endGlass(
    d,
    asked,
    moved ? 'void' : 'expired',
    { by: 'fairway', note, tell: [asked.askedBy] },
    now,
  );
}

/** Whether an ask still waits for its answer, or its glass is broken now. */
export function isLive(d: Deployment, now: Instant): boolean {
  const asked = d.breakGlass;
  if (!asked || asked.endedAs !== null) return false;
  return asked.planDigest === d.planDigest && now < asked.expiresAt;
}

/** What held it that break-glass would lift, in words. */
function closed(rulings: readonly GateRuling[]): readonly string[] {
  return rulings.flatMap(({ gate, ruling }) =>
    ruling.verdict !== 'pass' && LIFTS[gate] === 'lifted' ? [ruling.why] : [],
  );
}

type End = { readonly by: string; readonly note: string; readonly tell?: readonly string[] };

export function endGlass(
  d: Deployment,
  asked: BreakGlass,
  endedAs: NonNullable<BreakGlass['endedAs']>,
  { by, note, tell = [asked.askedBy] }: End,
  now: Instant,
): DeploymentChange {
  const type = endedAs === 'void' ? 'break-glass-expired' : (`break-glass-${endedAs}` as const);
  const breakGlass = { ...asked, endedAs };
  return move(d, { breakGlass, wakeAt: awake(d, now) }, type, {
    by,
    at: now,
    note,
    tell: tell.filter((person) => person !== by),
    evidence: { note, granted: asked.grantedAt !== null, askedBy: asked.askedBy },
  });
}

/** What is held by a person sleeps until they decide. */
export function awake(d: Deployment, now: Instant): Instant | null {
  return d.hold === null ? now : d.wakeAt;
}

/** Refuses what is over: there is nothing left to let through. */
export function glassOver(d: Deployment): Refusal | null {
  if (!isOver(d)) return null;
  return refuse('over', `${d.id} is already ${d.status}.`, {
    why: 'Only what still has to go through somewhere can break a glass.',
    line: `/release show ${d.id}`,
  });
}

function alreadyAsked(d: Deployment, now: Instant): Refusal | null {
  const asked = d.breakGlass;
  if (!asked || !isLive(d, now)) return null;
  const what =
    asked.grantedAt === null
      ? `${asked.askedBy} has already asked to break the glass for ${d.id}.`
      : `The glass is already broken for ${d.id}.`;
  return refuse('already-asked', what, { line: `/release show ${d.id}` });
}

function tooFew(d: Asking, able: number, mute: readonly string[]): Refusal {
  const where = `${d.service} in ${d.environment}`;
  const names = d.glass?.groups.join(', ') || 'nobody';
  return refuse('unsatisfiable', `Nobody could break the glass for ${where}.`, {
    why: `It takes ${GLASS_QUORUM} others of ${names}; besides those who ask there ${able === 1 ? 'is one' : `are ${able}`}${withoutAccount(mute)}.`,
    fix: 'An administrator names more groups under breakGlass in fairway.yaml; then ask anew.',
  });
}

function tooFewProven(
  { service, environment }: Asking,
  asked: readonly string[],
  enrolled: readonly string[] | null,
): Refusal | null {
  const proven = (id: string): boolean => enrolled?.includes(id) ?? false;
  const missing = GLASS_QUORUM - asked.filter(proven).length;
  if (missing <= 0) return null;
  const needs = `it takes ${GLASS_QUORUM} of`;
  const lack = enrolled
    ? factorLack({ needs, asked, missing }, proven)
    : keyLack('fairway.yaml names break-glass under secondFactor.for');
  return refuse(
    'unsatisfiable',
    `Nobody could break the glass for ${service} in ${environment}: a yes to it takes a second factor.`,
    lack,
  );
}
