import type { Catalog } from '../catalog/catalog.ts';
import { findService, membersOf, peopleNamed } from '../catalog/find.ts';
import { onCallFor } from '../catalog/stand-in.ts';
import { ON_CALL } from '../governance/approval.ts';
import { lineFor } from '../governance/code-owners.ts';
import {
  HAND_OFF_STEPS,
  type HandOff,
  type HandOffClocks,
  type Meant,
  type Reached,
} from '../governance/hand-off.ts';
import { type Instant, instant } from '../kernel/time.ts';
import { isApproved } from './consent.ts';
import type { Deployment } from './deployment.ts';

/** The clocks of a service: its own, and for the steps it leaves out those of the organisation. */
export function clocksFor({ handOffs, services }: Catalog, service: string): HandOffClocks {
  const own = services.find(({ name }) => name === service)?.handOffs ?? {};
  return { ...handOffs, ...own };
}

/** The environment its artifacts are handed on to; null where no step of a hand-off has a clock. */
export function clockedIn(catalog: Catalog, service: string): string | null {
  const clocks = clocksFor(catalog, service);
  return HAND_OFF_STEPS.some((step) => clocks[step])
    ? (catalog.handOffs?.environment ?? null)
    : null;
}

/** What the deployments of its service to there tell of it; `verified` is what was found good there last. */
export function reachedIn(
  row: Pick<HandOff, 'version' | 'marks'>,
  all: readonly Deployment[],
  verified: Deployment | null,
): Reached {
  const own = all.filter((d) => d.kind === 'deploy' && d.artifact.version === row.version);
  const approved = own.flatMap((d) => approvedAt(d) ?? []);
  const good = own.filter((d) => d.status === 'succeeded' && d.rolledBackBy === null);
  const live = good.flatMap((d) => d.finishedAt ?? []);
  const first = Math.min(...row.marks.map(({ at }) => at));
  const other = verified !== null && verified.artifact.version !== row.version;
  return {
    approved: earliest(approved),
    live: earliest(live),
    superseded: other && (verified.finishedAt ?? 0) > first,
  };
}

/** With the last yes it needed, or with its start where nobody had to give one. */
function approvedAt(d: Deployment): Instant | null {
  if (d.startedAt === null && !isApproved(d)) return null;
  const given = d.approvals.flatMap((a) => a.greenAt ?? a.at);
  return given.length > 0 ? instant(Math.max(...given)) : (d.startedAt ?? d.requestedAt);
}

function earliest(all: readonly Instant[]): Instant | null {
  return all.length === 0 ? null : instant(Math.min(...all));
}

/** Whom a name of a clock means for this service now: its owners, whoever is on call, or a group. */
export function answersFor(catalog: Catalog, service: string, name: string, now: Instant): Meant {
  const owners = findService(catalog, service)?.owners ?? [];
  if (name === ON_CALL) {
    const people = onCallFor(catalog, owners, now).map(({ person }) => person);
    return people.length > 0 ? { people } : { people, nobody: 'nobody is on call' };
  }
  const people = membersOf(catalog, name === 'owners' ? owners : [name]);
  return people.length > 0 ? { people } : { people, nobody: 'nobody is in it' };
}

/**
 * Whoever owns one of the files that change, by the last line of the service's CODEOWNERS that matches it, or why
 * nobody does. @param paths null where nobody knows which files change
 */
export function fileOwners(
  catalog: Catalog,
  service: string,
  paths: readonly string[] | null,
): Meant {
  if (paths === null) return { people: [], nobody: 'which files change is not known' };
  const entries = findService(catalog, service)?.codeOwners ?? [];
  const people = peopleNamed(
    catalog,
    paths.flatMap((path) => lineFor(entries, path)?.owners ?? []),
  );
  return people.length > 0 ? { people } : { people, nobody: 'nobody owns the files that change' };
}
