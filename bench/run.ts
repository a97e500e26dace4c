/**
 * Every figure in one table: `npm run bench`, or some of the parts: `npm run bench -- --only steps,ack`.
 * Aims are printed as aims; only a break is a failure, and a target of the judge, which a seed repeats;
 * `--tenth` gives it a tenth of its hours.
 */
import { parseArgs } from 'node:util';
import { benchAck } from './ack.ts';
import { benchBack } from './back.ts';
import { benchBurn } from './burn.ts';
import { benchChange } from './change.ts';
import { benchCorrelate } from './correlate.ts';
import { benchDoorbell } from './doorbell.ts';
import { benchDora } from './dora.ts';
import { type Figure, say, table } from './figure.ts';
import { benchGrowth } from './growth.ts';
import { benchHooks } from './hooks.ts';
import { benchJudge } from './judge.ts';
import { benchMemory } from './memory.ts';
import { benchRules } from './rules.ts';
import { benchSteps } from './steps.ts';

const parts: readonly (readonly [name: string, run: () => Promise<readonly Figure[]>])[] = [
  ['steps', benchSteps],
  ['doorbell', benchDoorbell],
  ['change', benchChange],
  ['growth', benchGrowth],
  ['ack', benchAck],
  ['back', benchBack],
  ['memory', benchMemory],
  ['rules', benchRules],
  ['hooks', benchHooks],
  ['correlate', () => benchCorrelate(values.tenth ? TENTH : undefined)],
  ['burn', () => benchBurn({ tenth: values.tenth ?? false })],
  ['dora', benchDora],
  ['judge', () => benchJudge({ tenth: values.tenth ?? false })],
];

/** Of the history that incidents are looked for in. */
const TENTH = { deployments: 100_000, incidents: 100 };

const known = parts.map(([name]) => name);
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: known.join(',') },
    verbose: { type: 'boolean' },
    duel: { type: 'boolean' },
    tenth: { type: 'boolean' },
  },
});
const wanted = values.only.split(',');
const strange = wanted.filter((name) => !known.includes(name));
if (strange.length > 0) throw new Error(`no part ${strange}: there are ${known.join(', ')}`);

const figures: Figure[] = [];
for (const [name, run] of parts) {
  if (!wanted.includes(name)) continue;
  process.stderr.write(`${name} …\n`);
  try {
    figures.push(...(await run()));
  } catch (error) {
    // What was measured before is not lost with what could not be.
    say(table(figures));
    throw error;
  }
}
say(table(figures));
