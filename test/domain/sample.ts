import type { Digest } from '../../src/domain/artifact/artifact.ts';
import type { Person } from '../../src/domain/catalog/catalog.ts';
import { type Deployment, FRESH } from '../../src/domain/deployment/deployment.ts';
import { unstarted } from '../../src/domain/deployment/draft.ts';
import type { Approval } from '../../src/domain/governance/approval.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { type Instant, instant } from '../../src/domain/kernel/time.ts';

export const NOON: Instant = instant(Date.UTC(2026, 10, 20, 12));

export function digestOf(letter: string): Digest {
  return `sha256:${letter.repeat(64)}`;
}

export const OLD = { version: '1.0.0', digest: digestOf('a') };
export const NEW = { version: '1.1.0', digest: digestOf('b') };

/** A request of ana's for shop 1.1.0 in production that needs one approval of bo or chen. */
export function deployment(patch: Partial<Deployment> = {}): Deployment {
  return {
    ...unstarted,
    id: 'D-7',
    kind: 'deploy',
    service: 'shop',
    environment: 'production',
    artifact: NEW,
    previous: OLD,
    strategy: 'rolling',
    plan: [
      { kind: 'prestage' },
      { kind: 'start' },
      { kind: 'shift', percent: 50 },
      { kind: 'bake', forMs: 10_000 },
      { kind: 'shift', percent: 100 },
      { kind: 'finish' },
    ],
    planDigest: 'f'.repeat(64),
    gates: [
      {
        kind: 'approval',
        slots: [{ rule: 'production', groups: ['sre'], people: ['bo', 'chen'], quorum: 1 }],
        withdrawMs: 10_000,
      },
      { kind: 'blackout' },
      { kind: 'lock' },
      { kind: 'concurrency', slots: 2 },
    ],
    requestedBy: 'ana',
    requestedAt: NOON,
    expiresAt: null,
    because: null,
    channel: null,
    wakeAt: NOON,
    ...patch,
  };
}

/** A member's yes to that plan, under these rules. */
export function yesOf(
  by: string,
  rules: readonly string[],
  patch: Partial<Approval> = {},
): Approval {
  const member = { version: null, groups: ['sre'], for: null, as: 'member' } as const;
  return {
    by,
    at: NOON,
    planDigest: 'f'.repeat(64),
    groups: ['sre'],
    rules: rules.map((rule) => ({ rule, ...member })),
    ...patch,
  };
}

/** Somebody who has an account. */
export function personOf(id: string): Person {
  return { id, name: id, accounts: [`U${id}`], zone: null };
}

/** The same, under way at the given step. */
export function running(cursor: number, patch: Partial<Deployment> = {}): Deployment {
  const exposed = cursor > 2;
  return deployment({
    status: 'running',
    cursor,
    startedAt: NOON,
    exposedAt: exposed ? NOON : null,
    progress: { ...FRESH, phase: 'intent', since: NOON, heardAt: NOON },
    ...patch,
  });
}

export function actor(id: string, patch: Partial<Actor> = {}): Actor {
  return {
    id,
    account: `U${id.toUpperCase()}`,
    name: id,
    kind: 'member',
    groups: ['sre'],
    ...patch,
  };
}
