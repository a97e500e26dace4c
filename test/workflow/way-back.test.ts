import { describe, expect, test } from 'vitest';
import type { Deployment, Memo } from '../../src/domain/deployment/deployment.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { changedOf } from '../../src/domain/deployment/way-back.ts';
import type { Tools } from '../../src/ports/provider.ts';
import { prestage } from '../../src/workflow/steps/prestage.ts';
import { shift } from '../../src/workflow/steps/shift.ts';
import { NOON, running } from '../domain/sample.ts';

/** A place where 1.0.0 serves unhealthily and is pulled, or not, as the test says. */
function place(isProtected: boolean) {
  let d: Deployment = running(0);
  const previous = d.previous as NonNullable<Deployment['previous']>;
  const at = { staged: [] as string[], pulls: 0 };
  const deployer = {
    async prestage() {
      at.pulls += 1;
      return { kind: 'done' };
    },
    observe: async () => ({
      live: [{ ...previous, percent: 100, healthy: false }],
      staged: at.staged,
    }),
  };
  const provider = {
    deployer,
    artifacts: { resolve: async () => ({ kind: 'found', artifact: d.artifact }) },
  };
  async function look(): Promise<StepOutcome> {
    const call = { key: 'D-1:0:1', placement: {} };
    const outcome = await prestage({ d, provider, call, isProtected, now: NOON } as never);
    const memo = 'memo' in outcome ? (outcome.memo as Memo) : null;
    d = { ...d, progress: { ...d.progress, memo: memo ?? d.progress.memo } };
    return outcome;
  }
  return { at, look, previous };
}

test('6.3 a pull that was reported is looked for, and not asked for again', async () => {
  const { at, look, previous } = place(true);
  expect((await look()).kind).toBe('running');
  at.staged = [previous.digest];
  expect(await look()).toMatchObject({ kind: 'done', back: { to: previous, lacks: [] } });
  expect(at.pulls).toBe(1);
});

test('6.3 what never shows asks people where it is protected, and once they resume it goes on', async () => {
  const { look } = place(true);
  for (let n = 0; n < 8; n += 1) expect((await look()).kind).toBe('running');
  expect(await look()).toMatchObject({
    kind: 'unsure',
    why: expect.stringMatching(/^there is no way back to .* is not pulled where it would run/),
  });
  expect(await look()).toMatchObject({ kind: 'done', back: { lacks: [expect.any(String)] } });
});

test('6.3 where it is not protected it goes on, and says that there is no way back', async () => {
  const { look } = place(false);
  for (let n = 0; n < 8; n += 1) await look();
  expect(await look()).toMatchObject({
    kind: 'done',
    note: expect.stringMatching(/^Goes on without a way back/),
  });
});

describe('6.3 what a rollback would run is held against what it was before anybody met the new version', () => {
  test.each([
    ['all as it was', { a: '1', b: '2' }, []],
    ['one is another one', { a: '1', b: '3' }, ['b']],
    ['one is not there, which is told as missing', { a: '1' }, []],
    ['one is new', { a: '1', b: '2', c: '9' }, []],
  ])('%s', (_, now, changed) => {
    expect(changedOf({ a: '1', b: '2' }, now)).toEqual(changed);
  });

  /** 40 % have met the new version. */
  async function shifted(toolsAt: () => Promise<Tools>): Promise<StepOutcome> {
    const d = running(2);
    const to = d.previous as NonNullable<Deployment['previous']>;
    const wayBack = { to, lacks: [], prints: { './shift': '1' }, at: NOON };
    const live = [
      { ...d.artifact, percent: 40, healthy: true },
      { ...to, percent: 60, healthy: true },
    ];
    const deployer = {
      shift: async () => ({ kind: 'done' }),
      observe: async () => ({ live, staged: [] }),
    };
    const provider = { name: 'command', toolsAt, deployer };
    const call = { key: 'D-1:2:1', placement: {} };
    const step = { kind: 'shift', percent: 40 };
    return shift({ d: { ...d, wayBack }, step, provider, call, now: NOON } as never);
  }

  test('each shift looks once more', async () => {
    const lacks = ['the script finish.mjs for finish cannot be read'];
    expect(await shifted(async () => ({ lacks, prints: { './shift': '2' } }))).toMatchObject({
      kind: 'done',
      back: { lacks, changed: ['./shift'], prints: { './shift': '1' } },
    });
  });

  test('a look that fails leaves the shift done, and disarms', async () => {
    const broken = shifted(() => Promise.reject(new Error('the disk is gone')));
    expect(await broken).toMatchObject({
      kind: 'done',
      back: {
        lacks: ['what it would run could not be looked for (the disk is gone)'],
        changed: [],
      },
    });
  });
});
