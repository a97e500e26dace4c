import {
  currentStep,
  type Deployment,
  exposes,
} from '../../../src/domain/deployment/deployment.ts';
import type { InFlight } from '../../../src/domain/governance/window.ts';
import type { Rules } from './draw.ts';
import { type Heard, isBroken, lockedBy } from './heard.ts';
import { underWay } from './oracle.ts';
import { KINDS, type Kind, type Way } from './ways.ts';

/** Versions in the order in which they were built, and who wrote each. */
export const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'];
export const WROTE: Readonly<Record<string, string>> = { '1.3.0': 'chen', '1.4.0': 'dana' };
const BUSINESS = 'dana';

/**
 * What was found of one history: starts and exposures by path, starts by way, and of each way what held it alone, as
 * the law and Fairway both said; and the starts and exposures at which something forbade it.
 */
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
  pathOf: (d: Deployment) => { readonly path: string; readonly way: Way },
  now: () => number,
) {
  const found: Found = { met: {}, wrong: [] };
  const proven = new Set<string>();
  const told = new Set<string>();

  function count(what: string): void {
    found.met[what] = (found.met[what] ?? 0) + 1;
  }

  function meet(row: Deployment, what: string, startedAt: number | null): void {
    count(what);
    // The board decides about the start, and for all of it.
    const board = startedAt === null ? unvoted(drawn, heard, row) : [];
    const closed = [...closedIn(drawn, heard, now(), { ...row, startedAt }), ...board];
    const broken = isBroken(heard, row, now());
    if (broken && closed.length > 0) count('through glass');
    const never = [
      ...lockedBy(heard, row, now()),
      ...unapproved(drawn, heard, row),
      ...unproven(row),
    ];
    const wrong = [...(broken ? closed.filter((one) => one === LINE) : closed), ...never];
    if (wrong.length === 0) return;
    found.wrong.push(`${row.id} ${what} at ${new Date(now()).toISOString()}: ${wrong.join()}`);
  }

  function unproven({ artifact }: Pick<Deployment, 'artifact'>): readonly string[] {
    return drawn.staged && !proven.has(artifact.digest) ? ['order: not proven in staging'] : [];
  }

  /** What has no row has no digest: then nothing at all may be proven. */
  function untried(): readonly string[] {
    return drawn.staged && proven.size === 0 ? ['order: nothing is proven in staging'] : [];
  }

  /**
   * Something did not start, and Fairway said why. It counts where the law knows of one thing alone that forbids it
   * and that is what was said. @param row left out: it was not even asked for, so nobody was asked about it
   */
  function held(id: string, { way, says, about, row }: Refused): void {
    const said = kinds.filter((kind) => KINDS[kind].says.test(says));
    const news = said.filter((kind) => !told.has(`${id} ${kind}`));
    if (news.length === 0) return;
    const reasons = [
      ...closedIn(drawn, heard, now(), { service: about.service, startedAt: null }),
      ...lockedBy(heard, about, now()),
      ...(row ? [...unapproved(drawn, heard, row), ...unvoted(drawn, heard, row)] : []),
      ...(row ? unproven(row) : untried()),
    ];
    const [kind, ...more] = kinds.filter((one) => reasons.some((why) => why.startsWith(one)));
    if (kind === undefined || more.length > 0 || !news.includes(kind)) return;
    count(heldBy(way, kind));
    told.add(`${id} ${kind}`);
  }

  function begin(row: Deployment): void {
    const { path, way } = pathOf(row);
    meet(row, path, null);
    count(startedBy(way));
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

  return { seen, held, found };
}

interface Refused {
  readonly way: Way;
  readonly says: string;
  readonly about: Pick<Deployment, 'service' | 'requestedBy'>;
  readonly row?: Deployment;
}

/** As what it was counted. */
export function startedBy(way: Way): string {
  return `${way}: started`;
}
export function heldBy(way: Way, kind: Kind): string {
  return `${way}: held by ${kind} alone`;
}

const kinds = Object.keys(KINDS) as Kind[];

/** Nothing but another person, or its fix, goes past a stopped line. */
const LINE = 'line: stopped';

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
  return yes.length > 0 ? [] : ['approval: too few'];
}

/** Two votes, more yes than no, one of them of the business; nobody votes on their own. */
function unvoted(drawn: Rules, { votes }: Heard, { id, requestedBy }: Deployment) {
  if (!drawn.board) return [];
  const cast = [...(votes.get(id) ?? [])].filter(([by]) => by !== requestedBy);
  const yes = cast.filter(([, vote]) => vote === 'yes').length;
  const no = cast.filter(([, vote]) => vote === 'no').length;
  const business = cast.some(([by]) => by === BUSINESS);
  return cast.length >= 2 && business && yes > no ? [] : ['board: too few'];
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
    const what = `${one.weekdays.length === 0 ? 'holiday' : 'blackout'} ${i}`;
    return span ? [{ what, from: span.from, policy: one.inFlight }] : [];
  });
  const hands = byHand
    .filter((one) => ['*', service].includes(one.service) && one.from <= at && at < one.until)
    .map(({ from }): Closed => ({ what: 'by hand', from, policy: 'finish' }));
  const closed = [...blackouts, ...hands, ...beyondIn(drawn, at)].filter((one) =>
    holds(one, startedAt),
  );
  const outside = isOutside(drawn, at, startedAt) ? ['window: outside'] : [];
  return [...closed.map(({ what }) => what), ...outside];
}

/** What nobody here closed. A calendar and a line let what runs finish, as they are drawn. */
function beyondIn({ beyond }: Rules, at: number): readonly Closed[] {
  const span = beyond && underWay(beyond.times, at);
  if (!beyond || !span) return [];
  const policy = ['calendar', 'line'].includes(beyond.kind) ? 'finish' : 'pause';
  return [{ what: beyond.kind === 'line' ? LINE : beyond.kind, from: span.from, policy }];
}
