/**
 * The proof by kill -9: Fairway deploys to the real fleet and is killed at every step
 * boundary and at random moments, also while it recovers, again and again; then it must have finished
 * everything exactly once. `npm run soak -- [--kills 20] [--zombies 10] [--seed n]`. A seed
 * repeats what is asked for and where it is killed; what the machine does in between it cannot.
 */
import { parseArgs } from 'node:util';
import { say, table } from '../../bench/figure.ts';
import { createPool } from '../../src/store/pool.ts';
import { createChronicle } from './chronicle.ts';
import { standAlone } from './ground.ts';
import { createRandom } from './random.ts';
import { calmDown, killings, zombies } from './reign.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    zombies: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    verbose: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const random = createRandom(seed);
say(`seed ${seed}: repeat with --kills ${values.kills} --zombies ${values.zombies} --seed ${seed}`);

const began = performance.now();
const ground = await standAlone();
const url = ground.addresses.databaseUrl;
const pool = createPool(url, { max: 4, applicationName: 'soak', onError() {} });
const chronicle = createChronicle(ground.fleetFolder);
const tell = values.verbose ? say : () => {};
try {
  const stage = { ground, pool, chronicle, random, tell };
  const killed = await killings(stage, Number(values.kills));
  const frozen = await zombies(stage, Number(values.zombies));
  const calm = await calmDown(stage);
  const { figures, faults } = await report(stage, { killed, frozen, calm });
  for (const fault of faults) say(`FAULT ${fault}`);
  say(table(figures));
  const failed = figures.some(({ pass }) => pass === false);
  say(`${Math.round((performance.now() - began) / 1_000)} s, seed ${seed}`);
  if (failed) say(`words of every life: ${await ground.keepLog()}`);
  process.exitCode = failed ? 1 : 0;
} finally {
  await pool.end();
  await ground.stop();
}
