/**
 * Whoever posts to `/hooks/<source>`: 25,000 forged requests, of which none may be taken, and 10,000 bodies a
 * kind that nobody would send, signed as they should be and posted over HTTP to the port: each is taken or refused
 * with its place. A seed repeats all of it. `node bench/run.ts --only hooks`.
 */
import { SOURCE_KINDS } from '../src/domain/incident/source.ts';
import { createRandom } from '../test/soak/random.ts';
import { forge } from '../test/webhooks/forge.ts';
import { fuzz } from '../test/webhooks/fuzz.ts';
import { type Figure, percentile } from './figure.ts';

const FORGED = 5_000;
const FUZZED = 10_000;
const AIM_MS = 50;
const SEED = 19;

export async function benchHooks(): Promise<readonly Figure[]> {
  const { tried, taken } = forge(FORGED, createRandom(SEED).next);
  const forged: Figure = {
    figure: `forged requests taken, of ${tried}`,
    value: `${taken}`,
    target: '0',
    pass: taken === 0,
  };
  const fuzzed: Figure[] = [];
  for (const kind of SOURCE_KINDS) fuzzed.push(await fuzzedFigure(kind));
  return [forged, ...fuzzed];
}

async function fuzzedFigure(kind: (typeof SOURCE_KINDS)[number]): Promise<Figure> {
  const { statuses, mute, spoilt, tookMs } = await fuzz(kind, FUZZED, createRandom(SEED).next);
  const [taken, refused] = [statuses.get(202) ?? 0, statuses.get(400) ?? 0];
  const p99 = percentile(tookMs, 0.99);
  const wrong = FUZZED - taken - refused + mute + spoilt;
  return {
    figure: `${kind}: neither taken nor refused with a place, of ${FUZZED}`,
    value: `${wrong} (${taken} taken, ${refused} refused, p99 ${p99.toFixed(1)} ms)`,
    target: `0, p99 <= ${AIM_MS} ms`,
    pass: wrong === 0 && taken > 0 && refused > 0 && p99 <= AIM_MS,
  };
}
