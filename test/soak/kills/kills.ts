import { createPool } from '../../../src/store/pool.ts';
import { createChronicle } from '../program/chronicle.ts';
import { standAlone } from '../program/ground.ts';
import { createRandom } from '../random.ts';
import type { Order, Outcome, Trial } from '../trial.ts';
import { calmDown, killings, zombies } from './reign.ts';
import { report } from './report.ts';

const SIZES = { short: { kills: 20, zombies: 4 }, full: { kills: 200, zombies: 20 } } as const;

/**
 * Fairway deploys to the real fleet and is killed at every step boundary and at random moments, also
 * while it recovers, again and again; then it must have finished everything exactly once.
 */
export const kills: Trial = {
  name: 'kills',
  says: 'kill -9 at every step boundary, and workers frozen past their lease',
  run,
};

async function run({ size, seed, bells, tell }: Order): Promise<Outcome> {
  const [bell] = bells;
  const ground = await standAlone(bell ?? 'postgres');
  const pool = createPool(ground.addresses.databaseUrl, {
    max: 4,
    applicationName: 'soak',
    onError() {},
  });
  try {
    const chronicle = createChronicle(ground.fleetFolder);
    const stage = { ground, pool, chronicle, random: createRandom(seed), tell };
    const killed = await killings(stage, SIZES[size].kills);
    const frozen = await zombies(stage, SIZES[size].zombies);
    const calm = await calmDown(stage);
    const outcome = await report(stage, { killed, frozen, calm });
    if (outcome.faults.length > 0) tell(`words of every life: ${await ground.keepLog()}`);
    return outcome;
  } finally {
    await pool.end();
    await ground.stop();
  }
}
