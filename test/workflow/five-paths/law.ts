import { isApproved } from '../../../src/domain/deployment/consent.ts';
import {
  currentStep,
  type Deployment,
  exposes,
} from '../../../src/domain/deployment/deployment.ts';
import { plannedFor } from '../../../src/domain/deployment/planned.ts';
import type { InFlight } from '../../../src/domain/governance/window.ts';
import type { Rules } from './draw.ts';
import { underWay } from './oracle.ts';

/** What somebody closed by a command, as the history was told. */
export interface ByHand {
  readonly service: string;
  readonly from: number;
  until: number;
}

/** What was found of one history: starts and exposures by path, and those at which something was closed. */
export interface Found {
  readonly met: Record<string, number>;
  readonly wrong: string[];
}

/** Looks at every row as it is written: what starts, or is shown to more people, does so while all is open. */
export function createLaw(
  drawn: Rules,
  byHand: readonly ByHand[],
  pathOf: (d: Deployment) => string,
  now: () => number,
) {
  const found: Found = { met: {}, wrong: [] };

  function meet(row: Deployment, what: string, closed: readonly string[]): void {
    found.met[what] = (found.met[what] ?? 0) + 1;
    if (closed.length === 0) return;
    found.wrong.push(`${row.id} ${what} at ${new Date(now()).toISOString()}: ${closed.join()}`);
  }

  const closedAt = (startedAt: number | null) => closedIn(drawn, byHand, now(), startedAt);

  function seen(row: Deployment, before: Deployment | null): void {
    if (row.kind === 'rollback') {
      if (before === null) meet(row, 'rollback', []);
      return;
    }
    if (starts(row, before)) meet(row, pathOf(row), [...closedAt(null), ...unready(row, now())]);
    if (exposesMore(row, before)) meet(row, 'exposure', closedAt(row.startedAt));
  }

  return { seen, found };
}

/** What else a start must have waited for. */
function unready(row: Deployment, now: number): readonly string[] {
  const early = now < (plannedFor(row)?.at ?? 0) ? ['too early'] : [];
  return isApproved(row) ? early : [...early, 'not approved'];
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
  byHand: readonly ByHand[],
  at: number,
  startedAt: number | null,
): readonly string[] {
  const blackouts = drawn.blackouts.flatMap((one, i): Closed[] => {
    const span = underWay(one, at);
    return span ? [{ what: `blackout ${i}`, from: span.from, policy: one.inFlight }] : [];
  });
  const hands = byHand
    .filter(({ from, until }) => from <= at && at < until)
    .map(({ from }): Closed => ({ what: 'by hand', from, policy: 'finish' }));
  const closed = [...blackouts, ...hands].filter((one) => holds(one, startedAt));
  const outside = isOutside(drawn, at, startedAt) ? ['outside'] : [];
  return [...closed.map(({ what }) => what), ...outside];
}
