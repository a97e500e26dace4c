/**
 * The canary judge beside four others on the same simulated hours: who goes back though nothing is
 * wrong, and how many requests meet a bad version until somebody does. `node bench/judge.ts`, or
 * `npm run bench -- --only judge`; with `--tenth` a tenth of the hours. Seeded, so that what passes once
 * passes always; a target missed is a failure here.
 */
import { fileURLToPath } from 'node:url';
import { type Figure, percentile, say, table } from './figure.ts';
import { type Played, play } from './judge/play.ts';
import { EFFECTS, MARGINS, NO_DATA, NULLS, type Scene, TICK_MS, TICKS } from './judge/scenes.ts';
import { wilson } from './judge/wilson.ts';

const HOURS = 1_000;
const SEED = 2_026;
const OURS = 'ours';
const RIVAL = 'Mann-Whitney every 5 min';

type Hours = ReadonlyMap<string, readonly Played[]>;

export async function benchJudge({
  tenth,
}: {
  readonly tenth: boolean;
}): Promise<readonly Figure[]> {
  const hours = tenth ? HOURS / 10 : HOURS;
  const run = (scene: Scene): Hours => {
    process.stderr.write(`  ${scene.name}\n`);
    return play(scene, hours, SEED);
  };
  const figures = [
    ...NULLS.flatMap((scene) => falseAborts(scene, run(scene), tenth)),
    ...EFFECTS.flatMap((scene) => exposure(scene, run(scene))),
    ...MARGINS.map((scene) => falsePromotes(scene, run(scene))),
    noData(run(NO_DATA)),
  ];
  if (figures.some(({ pass }) => pass === false)) process.exitCode = 1;
  return figures;
}

/** One line a judge. A tenth of the hours can only say whether one in a hundred is still believable. */
function falseAborts({ name }: Scene, hours: Hours, tenth: boolean): readonly Figure[] {
  return [...hours].map(([judge, played]) => {
    const aborts = played.filter(({ abort }) => abort !== null).length;
    const [low, high] = wilson(aborts, played.length);
    const isOurs = judge === OURS;
    return {
      figure: `${name}: ${judge} goes back`,
      value: `${percent(aborts / played.length)} (${percent(low)} to ${percent(high)})${isOurs ? promoted(played) : ''}`,
      target: isOurs ? `at most 1.0 %${tenth ? ', believably' : ', upper bound 1.5 %'}` : '-',
      pass: isOurs ? (tenth ? low <= 0.01 : high <= 0.015) : null,
    };
  });
}

function promoted(played: readonly Played[]): string {
  const looks = played.flatMap(({ promote }) => promote?.looks ?? []);
  if (looks.length === 0) return ', promotes nobody early';
  return `, promotes ${percent(looks.length / played.length)} early, half of them within ${minutes(percentile(looks, 0.5))}`;
}

function exposure({ name, most }: (typeof EFFECTS)[number], hours: Hours): readonly Figure[] {
  return [...hours].map(([judge, played]): Figure => {
    const told = { figure: `${name}: ${judge}`, value: caught(played) };
    const bound = judge === OURS ? boundsOf(name, most, hours) : null;
    return bound ? { ...told, ...bound } : { ...told, target: '-', pass: null };
  });
}

/** The targets of one effect in canary requests, and whether they are met. */
function boundsOf(
  name: string,
  most: number | undefined,
  hours: Hours,
): Pick<Figure, 'target' | 'pass'> | null {
  if (most === undefined) return null;
  const [median, p95] = [exposedAt(hours, OURS, 0.5), exposedAt(hours, OURS, 0.95)];
  if (name !== 'errors 0.1 to 1 %') return { target: `median ${most}`, pass: median <= most };
  const fewer = exposedAt(hours, RIVAL, 0.5) / median;
  return {
    target: `median ${most}, p95 2500, a 4th of ${RIVAL}`,
    pass: median <= most && p95 <= 2_500 && fewer >= 4,
  };
}

/** Canary requests until this share of the hours had gone back; infinite where fewer ever did. */
function exposedAt(hours: Hours, judge: string, share: number): number {
  const all = (hours.get(judge) ?? []).map(
    ({ abort }) => abort?.exposed ?? Number.POSITIVE_INFINITY,
  );
  return percentile(all, share);
}

function caught(played: readonly Played[]): string {
  const aborts = played.flatMap(({ abort }) => abort ?? []);
  if (aborts.length === 0) return 'never goes back';
  const of = (pick: (one: (typeof aborts)[number]) => number, share: number): number =>
    percentile(aborts.map(pick), share);
  const exposed = [0.5, 0.95].map((share) => of((one) => one.exposed, share));
  const looks = [0.5, 0.95].map((share) => minutes(of((one) => one.looks, share)));
  return `${percent(aborts.length / played.length)} after ${exposed.join(' / ')} requests, ${looks.join(' / ')}`;
}

function falsePromotes({ name }: Scene, hours: Hours): Figure {
  const played = hours.get(OURS) ?? [];
  const wrong = played.filter(
    ({ promote, abort }) => promote !== null && promote.looks < (abort?.looks ?? TICKS + 1),
  );
  const share = wrong.length / played.length;
  const [low, high] = wilson(wrong.length, played.length);
  return {
    figure: `${name}: ${OURS} promotes it`,
    value: `${percent(share)} (${percent(low)} to ${percent(high)})`,
    target: 'at most 5.0 %',
    pass: share <= 0.05,
  };
}

function noData(hours: Hours): Figure {
  const promotes = (hours.get(OURS) ?? []).filter(({ promote }) => promote !== null).length;
  return {
    figure: `${NO_DATA.name}: ${OURS} promotes it`,
    value: String(promotes),
    target: '0',
    pass: promotes === 0,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function minutes(looks: number): string {
  return `${((looks * TICK_MS) / 60_000).toFixed(1)} min`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  say(table(await benchJudge({ tenth: process.argv.includes('--tenth') })));
