import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { missingPrograms } from '../../../src/providers/programs/present.ts';

test('6.3 programs of a rollback are looked for where a run would, and those that cannot run are named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-present-'));
  writeFileSync(join(folder, 'shift'), '');
  chmodSync(join(folder, 'shift'), 0o755);
  writeFileSync(join(folder, 'finish'), '');
  chmodSync(join(folder, 'finish'), 0o644);
  const ground = { env: { PATH: dirname(process.execPath) }, folder };
  const programs = {
    prestage: undefined,
    start: ['node', 'start.mjs'],
    shift: ['./shift', '{percent}'],
    finish: ['./finish'],
    observe: ['no-such-program'],
  };
  const target = { env: [], timeout: '5m', redact: [] };
  expect(await missingPrograms(ground, target, programs)).toEqual([
    'the program ./finish for finish cannot be run',
    'the program no-such-program for observe cannot be run',
  ]);
  rmSync(folder, { recursive: true });
});
