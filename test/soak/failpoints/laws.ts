import type { Pool } from 'pg';
import { z } from 'zod';
import { isOver } from '../../../src/domain/deployment/deployment.ts';
import { ENVIRONMENT } from '../in-process/organisation.ts';
import type { Life } from './life.ts';
import { ledgerOf } from './see.ts';

/** What was wrong with a life, by what it is called in the report. */
export interface Faults {
  readonly doubled: readonly string[];
  readonly lost: readonly string[];
  readonly stale: readonly string[];
  readonly stranded: readonly string[];
  readonly wrong: readonly string[];
}

export async function judge(pool: Pool, life: Life): Promise<Faults> {
  return {
    doubled: [...doubledEffects(life), ...(await doubledActs(pool, life)), ...doubledPosts(life)],
    lost: lost(life),
    stale: stale(life),
    stranded: stranded(life),
    wrong: life.wrong,
  };
}

/** A crash is no reason for another key, and a key no reason for another effect. */
function doubledEffects({ world, fresh }: Life): readonly string[] {
  const keys = world.effects().map((e) => e.key);
  const twice = repeated(keys).map((key) => `effect ${key}`);
  const steps = repeated([...new Set(keys)].map((key) => key.replace(/:\d+$/, '')));
  const anew = [...fresh].flatMap(([key, n]) =>
    n > 1 ? [`${key} asked for as new ${n} times`] : [],
  );
  return [...twice, ...steps.map((step) => `another attempt of ${step}`), ...anew];
}

const Said = z.object({ what: z.string(), evidence: z.record(z.string(), z.unknown()) });

/** Each act leaves each of its deeds in the ledger at most once. */
async function doubledActs(pool: Pool, { acts, seen }: Life): Promise<readonly string[]> {
  const entries = await ledgerOf(
    pool,
    seen.deployments.map(({ id }) => id),
  );
  const said = entries.map(({ body }) => Said.parse(JSON.parse(body)));
  const deeds = said.flatMap(({ what, evidence }) => {
    const reason = String(evidence['because'] ?? evidence['why'] ?? '');
    return acts.has(reason) ? [`${reason} (${acts.get(reason)}) ${what}`] : [];
  });
  const resumes = said.filter(({ what }) => what === 'resumed').length;
  const asked = [...acts.values()].filter((line) => line.includes('resume')).length;
  return [
    ...repeated(deeds),
    ...(resumes > asked ? [`resumed ${resumes} times, asked ${asked} times`] : []),
  ];
}

function doubledPosts({ wall }: Life): readonly string[] {
  const keys = wall.posts.flatMap(({ key }) => (key === null ? [] : [key]));
  return repeated(keys).map((key) => `posted twice: ${key}`);
}

/** Every act is done, the request exists, people were told, and what serves is what was recorded. */
function lost({ run, service, seen, world, wall, acts }: Life): readonly string[] {
  const found: string[] = [];
  const [asked] = seen.deployments;
  // Refused because Slack could not say who asks: that person was told, and may ask again.
  const answered = wall.posts.some(({ key }) => key === null);
  if (!asked && !answered) found.push(`${[...acts.values()][0]} left nothing`);
  for (const act of seen.unfinished) found.push(`act ${act} was never done`);
  if (run.depth !== 'engine' && seen.untold > 0) found.push(`${seen.untold} events untold`);
  if (run.depth === 'spoken' && seen.unsent > 0) found.push(`${seen.unsent} messages unsent`);
  for (const parked of seen.parked) found.push(`message given up: ${parked}`);
  const last = seen.deployments.findLast((d) => d.status === 'succeeded');
  const expected = last?.artifact.version ?? '1.0.0';
  const live = world.live({ service, environment: ENVIRONMENT }).filter((one) => one.percent > 0);
  const serves = live.map((one) => `${one.version} ${one.percent} %`).join(', ');
  if (serves !== `${expected} 100 %`) found.push(`${serves} serves, not ${expected}`);
  return found;
}

/** Fences only rise, and nothing of a deployment comes after its successor has begun. */
function stale({ world }: Life): readonly string[] {
  const found: string[] = [];
  const past = new Set<string>();
  let [epoch, owner] = [0, ''];
  for (const effect of world.effects()) {
    const [deployment = ''] = effect.key.split(':');
    if (effect.epoch < epoch)
      found.push(`${effect.key} under fence ${effect.epoch} after ${epoch}`);
    if (past.has(deployment)) found.push(`${effect.key} came after ${owner} acted`);
    if (owner !== deployment) past.add(owner);
    [epoch, owner] = [effect.epoch, deployment];
  }
  return found;
}

function stranded({ seen }: Life): readonly string[] {
  return seen.deployments
    .filter((d) => !isOver(d))
    .map(
      (d) => `${d.id} ${d.kind} is ${d.status} at step ${d.cursor}: ${d.hold?.why ?? 'no reason'}`,
    );
}

function repeated(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))];
}
