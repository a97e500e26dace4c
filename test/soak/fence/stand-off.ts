import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import type { Target } from '../../../src/domain/kernel/target.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import type { createFakeClock } from '../../stories/fake-clock.ts';
import { deploymentsOf, drive } from '../in-process/drive.ts';
import { incarnate, type Process } from '../in-process/incarnate.ts';
import { person } from '../in-process/organisation.ts';
import { createRandom } from '../random.ts';
import { delayed, MOMENTS } from './late.ts';

/** A target with two versions of it, and everything Fairway needs to deploy there. */
export interface Field {
  readonly name: string;
  readonly target: Target;
  readonly versions: readonly [old: string, next: string];
  readonly catalog: Catalog;
  readonly provider: Provider;
  readonly pool: Pool;
  readonly clock: ReturnType<typeof createFakeClock>;
}

/**
 * One worker is in the middle of an old shift when a person rolls back; another worker carries that
 * out, and the old shift arrives whenever it likes. Answers with what is wrong in the end.
 */
export async function standOff(field: Field, seed: number): Promise<readonly string[]> {
  const random = createRandom(seed);
  const { target, versions, pool } = field;
  const moment = random.pick(MOMENTS);
  const rollbacks = new Set<string>();
  const isRollback = (key: string): boolean => rollbacks.has(key.split(':')[0] ?? '');
  const late = delayed(field.provider, random.between(1, 2), moment, isRollback);
  const open = (): Process => incarnate({ ...field, provider: late.provider });
  const [old, next] = [open(), open()];
  try {
    const line = `/deploy ${target.service} ${versions[1]} to ${target.environment}`;
    await old.fairway.desk.run(line, person('ana'), { channel: null });
    const [forward] = (await deploymentsOf(pool, target)).slice(-1);
    if (!forward) throw new Error(`${line} created nothing`);
    const where = { pool, target, advance: field.clock.advance };
    const stuck = drive(old, where);
    await Promise.race([late.onItsWay, stuck.then(() => {})]);
    const back = `/rollback ${target.service} in ${target.environment}`;
    await next.fairway.desk.run(back, person('bo'), { channel: null });
    const [rollback] = (await deploymentsOf(pool, target)).slice(-1);
    if (rollback?.rollbackOf !== forward.id) throw new Error(`${back} created nothing`);
    rollbacks.add(rollback.id);
    if (moment === 'before') await late.arrive();
    await drive(next, where);
    const effect = await late.arrive();
    await stuck;
    return [
      ...(late.isBehind() && effect.kind !== 'fenced' ? [`the old shift was ${effect.kind}`] : []),
      ...(await ends(field, forward.id, rollback.id)),
    ].map((fault) => `${field.name}, ${moment}: ${fault} (--seed ${seed})`);
  } finally {
    await old.stop();
    await next.stop();
  }
}

async function ends(field: Field, forward: string, rollback: string): Promise<readonly string[]> {
  const all = await deploymentsOf(field.pool, field.target);
  const [from, back] = [forward, rollback].map((id) => all.find((d) => d.id === id));
  const { live } = await field.provider.deployer.observe(field.target, {});
  const there = live.map((one) => `${one.version} ${one.percent} %`).join(', ');
  const wanted = `${field.versions[0]} 100 %`;
  return [
    ...(there === wanted ? [] : [`in the end there is ${there}, not ${wanted}`]),
    ...(from?.status === 'failed' ? [] : [`${forward} is ${from?.status}`]),
    ...(back?.status === 'succeeded' ? [] : [`${rollback} is ${back?.status}`]),
  ];
}
