import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import { instant } from '../../../src/domain/kernel/time.ts';
import { createFakeWorld, type FakeWorld } from '../../fakes/fake-world.ts';
import { createFakeClock } from '../../stories/fake-clock.ts';
import { counted } from '../in-process/counted.ts';
import { incarnate, introduced, type Process } from '../in-process/incarnate.ts';
import { ENVIRONMENT, only } from '../in-process/organisation.ts';
import type { SlackDouble, Wall } from '../in-process/slack-double.ts';
import { release } from '../kills/demands.ts';
import { Broken, createPoints, type Points } from './points.ts';
import type { Run } from './run.ts';
import { type Seen, see } from './see.ts';

const MOST_TURNS = 600;

/** Where lives are lived one after another: a database, one Slack for all, three services to copy. */
export interface Ground {
  readonly pool: Pool;
  readonly slack: SlackDouble;
  readonly catalog: Catalog;
}

/** What became of one life. */
export interface Life {
  readonly run: Run;
  readonly service: string;
  readonly world: FakeWorld;
  readonly wall: Wall;
  readonly seen: Seen;
  /** Acts received, by id: what each asked for. */
  readonly acts: ReadonlyMap<string, string>;
  /** Points passed in each process. */
  readonly passed: readonly number[];
  /** How many of its breaks were reached. */
  readonly struck: number;
  /** Calls that said "this was never asked before", by key. */
  readonly fresh: ReadonlyMap<string, number>;
  /** What went wrong that was not the break itself. */
  readonly wrong: readonly string[];
}

/** A whole deployment of a service of its own, broken and started anew as often as the run says. */
export async function live(ground: Ground, run: Run): Promise<Life> {
  const service = `s${run.seed}`;
  const clock = createFakeClock(instant(Date.UTC(2026, 10, 18, 10)));
  const world = createFakeWorld({ versions: versionsOf(service), clock, name: 'fleet' });
  world.steady({ service, environment: ENVIRONMENT }, 40);
  const { provider, fresh } = counted(world.provider);
  const catalog = only(ground.catalog, run.strategy, service);
  const story: Story = { ground, run, service, clock, acts: new Map(), meddled: 0, turn: 0 };
  const passed: number[] = [];
  const wrong: string[] = [];
  let struck = 0;
  let wall: Wall = { posts: [] };
  await receive(story, `/deploy ${service} ${run.version} to ${ENVIRONMENT}`);
  for (const at of [...run.breaks, Number.POSITIVE_INFINITY]) {
    const points = createPoints(at, run.manner);
    const door = ground.slack.open(points.through, wall);
    wall = door.wall;
    const process = incarnate({
      pool: points.pool(ground.pool),
      clock,
      provider: points.provider(provider),
      catalog,
      slackUrl: door.apiUrl,
      hears: (bell) => bell !== 'deliver' || run.depth === 'spoken',
    });
    await introduced(process);
    const over = await drive(story, process, points);
    wrong.push(...process.wrong.filter((words) => !points.struck() || !isOfBreak(words)));
    await process.stop();
    door.close();
    passed.push(points.passed());
    if (points.struck()) struck += 1;
    if (over) break;
    clock.advance(500);
  }
  const seen = await see(ground.pool, service, clock.now());
  return { run, service, world, wall, seen, acts: story.acts, passed, struck, fresh, wrong };
}

interface Story {
  readonly ground: Ground;
  readonly run: Run;
  readonly service: string;
  readonly clock: ReturnType<typeof createFakeClock>;
  readonly acts: Map<string, string>;
  meddled: number;
  turn: number;
}

function versionsOf(service: string) {
  return [
    { service, version: '1.0.0' },
    { service, version: '1.1.0' },
    { service, version: '1.2.0-slow', latencyMs: 400 },
    { service, version: '1.3.0-errors', errorRate: 0.3 },
    { service, version: '1.4.0-crash', crash: 'PAYMENT_URL is not set' },
  ];
}

/** Looks for what is due until all is over (true), or the process is dead. */
async function drive(story: Story, process: Process, points: Points): Promise<boolean> {
  const { ground, run, service, clock } = story;
  const { fairway, settle } = process;
  for (; story.turn < MOST_TURNS; story.turn += 1) {
    await ofBreak(async () => {
      await fairway.sweep();
    });
    await settle();
    if (run.depth !== 'engine') await ofBreak(fairway.relay);
    await settle();
    if (points.dead()) return false;
    const seen = await see(ground.pool, service, clock.now());
    if (await meddle(story, seen)) continue;
    if (isQuiet(seen, run)) return true;
    clock.advance(Math.min(60_000, Math.max(100, seen.nextDue ?? 1_000)));
  }
  return false; // the laws find what is not over
}

/** The loop around a turn takes its error and repeats it; any error but the break's is a fault. */
async function ofBreak(turn: () => Promise<unknown>): Promise<void> {
  try {
    await turn();
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof Broken || (error instanceof Error && isBroken(error.cause));
}

/** As a job's log has it, where the cause of a failed query is not told. */
function isOfBreak(words: string): boolean {
  return /broken at point|connection is broken|Failed query/.test(words);
}

function isQuiet(seen: Seen, { depth }: Run): boolean {
  const done = seen.deployments.every(isOver) && seen.unfinished.length === 0;
  const told = depth === 'engine' || seen.untold === 0;
  return done && told && (depth !== 'spoken' || seen.unsent === 0);
}

/** People do what they had in mind, and in the end free what is held, so that every life can end. */
async function meddle(story: Story, seen: Seen): Promise<boolean> {
  const { run, service, turn } = story;
  const newest = seen.deployments.at(-1);
  const next = run.meddlings[story.meddled];
  if (!newest || seen.unfinished.length > 0) return false;
  if (next && next.turn <= turn) {
    story.meddled += 1;
    await receive(story, lineOf(next.what, service, newest));
    return true;
  }
  const held = seen.deployments.find((d) => d.hold);
  if (!held || next) return false;
  await receive(story, `/release ${release(held)} ${held.id}`);
  return true;
}

function lineOf(
  what: Run['meddlings'][number]['what'],
  service: string,
  { id }: Deployment,
): string {
  return what === 'rollback' ? `/rollback ${service} in ${ENVIRONMENT}` : `/release ${what} ${id}`;
}

/** Slack has delivered an act. Its id goes along as the reason, so that its deed can be found again. */
async function receive({ ground, service, acts, clock }: Story, line: string): Promise<void> {
  const id = `${service}-act-${acts.size + 1}`;
  acts.set(id, line);
  const reason = line.includes('resume') ? '' : ` because ${id}`;
  const body = {
    errand: 'line',
    line: line + reason,
    urgent: true,
    from: 'card',
    account: 'U0ANA00001',
    team: 'T0FAIRWAY1',
    channel: null,
    thread: null,
    responseUrl: null,
  };
  await ground.pool.query(
    `INSERT INTO inbox (id, kind, body, received_at) VALUES ($1, 'command', $2, $3)`,
    [id, JSON.stringify(body), clock.now()],
  );
}
