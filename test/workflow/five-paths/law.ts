import {
  currentStep,
  type Deployment,
  exposes,
} from '../../../src/domain/deployment/deployment.ts';
import type { InFlight } from '../../../src/domain/governance/window.ts';
import type { Rules } from './draw.ts';
import { type Heard, isBroken, lockedBy } from './heard.ts';
import { underWay } from './oracle.ts';

/** Versions in the order in which they were built, and who wrote each. */
export const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'];
export const WROTE: Readonly<Record<string, string>> = { '1.3.0': 'chen', '1.4.0': 'dana' };
const BUSINESS = 'dana';

/** What was found of one history: starts and exposures by path, and those at which something forbade it. */
export interface Found {
  readonly met: Record<string, number>;
  readonly wrong: string[];
}

/**
 * Looks at every row as it is written: what starts, or is shown to more people, does so while all is open, or
 * through a glass that opens closed times and the board, and with what nothing opens: who decides, what exactly
 * goes, what it has proven, whose turn it is. It goes by what people were heard to say alone.
 */
export function createLaw(
  drawn: Rules,
  heard: Heard,
  pathOf: (d: Deployment) => string,
  now: () => number,
) {
  const found: Found = { met: {}, wrong: [] };
  const proven = new Set<string>();

  function count(what: string): void {
    found.met[what] = (found.met[what] ?? 0) + 1;
  }

  function meet(row: Deployment, what: string, startedAt: number | null): void {
    count(what);
    // The board decides about the start, and for all of it.
    const board = startedAt === null ? unvoted(drawn, heard, row) : [];
    const closed = [
      ...closedIn(drawn, heard, now(), { service: row.service, startedAt }),
      ...board,
    ];
    const broken = isBroken(heard, row, now());
    if (broken && closed.length > 0) count('through glass');
    const never = [
      ...lockedBy(heard, row, now()),
      ...unapproved(drawn, heard, row),
      ...(drawn.staged && !proven.has(row.artifact.digest) ? ['not proven in staging'] : []),
    ];
    const wrong = [...(broken ? [] : closed), ...never];
    if (wrong.length === 0) return;
    found.wrong.push(`${row.id} ${what} at ${new Date(now()).toISOString()}: ${wrong.join()}`);
  }

  function begin(row: Deployment): void {
    meet(row, pathOf(row), null);
    if (row.approvals.some((one) => one.whenGreen)) count('when green');
    if (now() < (plannedAt(row) ?? 0)) found.wrong.push(`${row.id} too early`);
  }

  function seen(row: Deployment, before: Deployment | null): void {
    if (row.environment !== 'production') prove(row);
    else if (row.kind === 'rollback') count(before === null ? 'rollback' : 'on the way back');
    else go(row, before);
  }

  function prove(row: Deployment): void {
    if (row.status === 'succeeded') proven.add(row.artifact.digest);
  }

  function go(row: Deployment, before: Deployment | null): void {
    if (starts(row, before)) begin(row);
    if (exposesMore(row, before)) meet(row, 'exposure', row.startedAt);
  }

  return { seen, found };
}

/** Its planned start, as it was frozen. */
function plannedAt({ gates }: Deployment): number | null {
  const gate = gates.find(({ kind }) => kind === 'schedule');
  return gate?.kind === 'schedule' ? gate.at : null;
}

/** Somebody who neither asked nor wrote it was heard to say yes to this digest, and that yes is of this plan. */
function unapproved(drawn: Rules, { approvals }: Heard, row: Deployment): readonly string[] {
  if (!drawn.approval) return [];
  const index = (version: string | undefined): number => VERSIONS.indexOf(version ?? '');
  const brought = VERSIONS.slice(index(row.previous?.version) + 1, index(row.artifact.version) + 1);
  const barred = [row.requestedBy, ...brought.map((version) => WROTE[version])];
  const yes = row.approvals.filter(
    ({ by, planDigest, whenGreen, greenAt }) =>
      planDigest === row.planDigest &&
      !barred.includes(by) &&
      (!whenGreen || greenAt !== undefined) &&
      approvals.some(
        (one) => one.id === row.id && one.by === by && one.digest === row.artifact.digest,
      ),
  );
  return yes.length > 0 ? [] : ['not approved'];
}

/** Two votes, more yes than no, one of them of the business; nobody votes on their own. */
function unvoted(drawn: Rules, { votes }: Heard, { id, requestedBy }: Deployment) {
  if (!drawn.board) return [];
  const cast = [...(votes.get(id) ?? [])].filter(([by]) => by !== requestedBy);
  const yes = cast.filter(([, vote]) => vote === 'yes').length;
  const no = cast.filter(([, vote]) => vote === 'no').length;
  const business = cast.some(([by]) => by === BUSINESS);
  return cast.length >= 2 && business && yes > no ? [] : ['not voted'];
}

function starts(row: Deployment, before: Deployment | null): boolean {
  return before?.status === 'pending' && row.status === 'running';
}

function exposesMore(row: Deployment, before: Deployment | null): boolean {
  const step = currentStep(row);
  if (before?.status !== 'running' || !step || !exposes(step)) return false;
  const isAsked = row.progress.phase === 'intent';
  const isNew = before.cursor !== row.cursor || before.progress.phase !== 'intent';
  return isAsked && isNew;
}

function isOutside({ windows }: Rules, at: number, startedAt: number | null): boolean {
  // Which window closed last says what becomes of what runs: it is plain only where none lets it finish.
  const mayFinish = startedAt !== null && windows.some(({ inFlight }) => inFlight === 'finish');
  return windows.length > 0 && !mayFinish && windows.every((one) => underWay(one, at) === null);
}

interface Closed {
  readonly what: string;
  readonly from: number;
  readonly policy: InFlight;
}

/** Whether it holds what began to run then, or has not begun. */
function holds({ from, policy }: Closed, startedAt: number | null): boolean {
  return startedAt === null || policy !== 'finish' || startedAt >= from;
}

/** All that is closed, but for what `startedAt` lets finish. */
function closedIn(
  drawn: Rules,
  { byHand }: Heard,
  at: number,
  { service, startedAt }: { readonly service: string; readonly startedAt: number | null },
): readonly string[] {
  const blackouts = drawn.blackouts.flatMap((one, i): Closed[] => {
    const span = underWay(one, at);
    return span ? [{ what: `blackout ${i}`, from: span.from, policy: one.inFlight }] : [];
  });
  const hands = byHand
    .filter((one) => ['*', service].includes(one.service) && one.from <= at && at < one.until)
    .map(({ from }): Closed => ({ what: 'by hand', from, policy: 'finish' }));
  const closed = [...blackouts, ...hands].filter((one) => holds(one, startedAt));
  const outside = isOutside(drawn, at, startedAt) ? ['outside'] : [];
  return [...closed.map(({ what }) => what), ...outside];
}
