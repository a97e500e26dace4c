import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import { type Configuration, missingOf } from './configuration.ts';
import { supersede } from './find.ts';
import { type ConfigurationChange, move, together } from './moves.ts';

interface At {
  readonly active: Configuration | null;
  readonly now: Instant;
  /** Whether somebody may still decide anything; left out: they all may. */
  readonly isHere?: (person: string) => boolean;
}

/** A yes by one of those whom the rules in force ask; with the last one needed it comes into force. */
export function approve(
  c: Configuration,
  { id: by, groups }: { readonly id: string; readonly groups: readonly string[] },
  { active, now, isHere = () => true }: At,
): ConfigurationChange | Refusal {
  const no = closed(c, active) ?? notAsked(c, by);
  if (no) return no;
  if (c.barred.includes(by)) {
    return refuse('own-change', `You wrote what ${c.id} changes.`, {
      why: 'Whoever wrote a change to the rules does not approve it.',
      fix: `It waits for ${othersOf(c).join(', ') || 'somebody whom its rules do not name'}.`,
    });
  }
  if (c.approvals.some((one) => one.by === by)) {
    return refuse('already-approved', `You have approved ${c.id} already.`, {
      fix: `It waits for ${othersOf(c).join(', ')}.`,
    });
  }
  // Who has left since they agreed does not answer for it any more.
  const approvals = [...c.approvals.filter((one) => isHere(one.by)), { by, at: now }];
  const evidence = { version: c.version, rules: rulesOf(c, by), groups, rulesAsOf: c.base };
  const approved = move(c, { approvals }, 'approved', { by, at: now, evidence });
  const [{ row = c } = {}] = approved.rows;
  if (!active || missingOf(row).length > 0) return approved;
  const said = { by: 'fairway', at: now, evidence: { approvals: approvals.map((one) => one.by) } };
  return together(
    supersede(active, c, now),
    approved,
    move(row, { status: 'active', activeSince: now }, 'in-force', said),
  );
}

/** A no by any of them, or by whoever wrote it; it closes the proposal. */
export function reject(
  c: Configuration,
  by: string,
  because: string | null,
  { active, now }: At,
): ConfigurationChange | Refusal {
  const no = closed(c, active) ?? (c.barred.includes(by) ? null : notAsked(c, by));
  if (no) return no;
  if (because === null) {
    return refuse('missing', `Say why ${c.id} is rejected.`, {
      line: `/release reject ${c.id} because …`,
    });
  }
  const ended = { by, at: now, why: because };
  return move(c, { status: 'rejected', ended }, 'rejected', {
    by,
    at: now,
    evidence: { version: c.version, because },
  });
}

/**
 * Takes a word back: one's own yes while it waits, or, by any of those it was for, the no that closed it. Then
 * it waits anew, for every yes; one that was found before another, or for earlier rules, stays closed.
 */
export function withdraw(
  c: Configuration,
  by: string,
  { active, newest, now }: At & { readonly newest: Configuration | null },
): ConfigurationChange | Refusal {
  if (c.status === 'rejected' && newest?.id === c.id && c.base === active?.id) {
    const no = c.barred.includes(by) ? null : notAsked(c, by);
    if (no) return no;
    const evidence = {
      version: c.version,
      rejectedBy: c.ended?.by ?? null,
      because: c.ended?.why ?? null,
    };
    const anew = { status: 'proposed', approvals: [], ended: null } as const;
    return move(c, anew, 'proposed-again', { by, at: now, evidence });
  }
  const no = closed(c, active);
  if (no) return no;
  const approvals = c.approvals.filter((one) => one.by !== by);
  if (approvals.length === c.approvals.length) {
    return refuse('nothing-given', `You have not approved ${c.id}.`, {
      line: `/release configuration ${c.id}`,
    });
  }
  return move(c, { approvals }, 'withdrawn-approval', {
    by,
    at: now,
    evidence: { version: c.version },
  });
}

function closed(c: Configuration, active: Configuration | null): Refusal | null {
  if (c.status === 'proposed' && c.base === active?.id) return null;
  const how =
    c.status === 'proposed'
      ? 'was compared with what is no longer in force'
      : `is ${c.status === 'active' ? 'in force already' : c.status}`;
  return refuse('over', `${c.id} ${how}.`, {
    fix: 'What is in force, and what waits:',
    line: '/release configuration',
  });
}

function notAsked(c: Configuration, by: string): Refusal | null {
  if (c.asks.some(({ people }) => people.includes(by))) return null;
  return refuse('not-an-approver', `You can't decide about ${c.id}.`, {
    why: `By the rules in force it is for ${c.asks.map(({ rule }) => rule).join(', ')}.`,
    fix: `Ask one of them: ${othersOf(c).join(', ') || 'nobody yet'}.`,
  });
}

/** Who could still say yes. */
export function othersOf(c: Configuration): readonly string[] {
  const given = c.approvals.map(({ by }) => by);
  const people = missingOf(c).flatMap((ask) => ask.people);
  return [...new Set(people)].filter((one) => !c.barred.includes(one) && !given.includes(one));
}

function rulesOf({ asks }: Configuration, by: string): readonly string[] {
  return asks.filter(({ people }) => people.includes(by)).map(({ rule }) => rule);
}
