import { openPool, startDatabases } from '../in-process/databases.ts';
import { organisation } from '../in-process/organisation.ts';
import { sideBySide } from '../in-process/side-by-side.ts';
import { askWatchdog } from '../in-process/watchdog.ts';
import { none, type Order, type Outcome, type Trial, told } from '../trial.ts';
import { fakeField, fleetFields } from './fields.ts';
import { MOMENTS } from './late.ts';
import { standOff } from './stand-off.ts';

const RUNS = { short: { fleet: 18, fake: 40 }, full: { fleet: 500, fake: 500 } } as const;
const LANES = 4;

/** A rollback never loses to a step that was asked for before it, whenever that one arrives. */
export const fence: Trial = {
  name: 'fence',
  says: 'an old shift arrives before, amid and after the calls of the rollback',
  run,
};

async function run({ size, seed, tell }: Order): Promise<Outcome> {
  const databases = await startDatabases();
  const pool = openPool(await databases.make(), 16);
  const counts = RUNS[size];
  const faults = { fleet: [] as string[], fake: [] as string[] };
  try {
    const catalog = await organisation({ shop: 'rolling' });
    await sideBySide(LANES, seeds(seed, counts.fake), async (one) => {
      faults.fake.push(...(await standOff(await fakeField(pool, catalog, `f${one}`), one)));
    });
    tell('the fake is done');
    const { fields, stop } = await fleetFields(pool);
    try {
      const waiting = seeds(seed, counts.fleet);
      await Promise.all(
        fields.map((field) =>
          sideBySide(1, waiting, async (one) => {
            faults.fleet.push(...(await standOff(field, one)));
          }),
        ),
      );
    } finally {
      await stop();
    }
    const { violations } = await askWatchdog(pool);
    const figures = [
      told('stand-offs on the fleet, over HTTP', counts.fleet),
      told('stand-offs on the fake', counts.fake),
      told('  moments of arrival', MOMENTS.length),
      none('rollbacks that lost, on the fleet', faults.fleet),
      none('rollbacks that lost, on the fake', faults.fake),
      none('unlawful writes', violations),
    ];
    return { figures, faults: [...faults.fleet, ...faults.fake, ...violations] };
  } finally {
    await pool.end();
    await databases.stop();
  }
}

function seeds(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
