import { expect, test } from 'vitest';
import { keepPicture } from '../../src/domain/deployment/page-picture.ts';
import type { StepOutcome } from '../../src/domain/deployment/step-outcome.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { createStore } from '../../src/store/change.ts';
import { createPagePictures } from '../../src/store/journal/page-picture.ts';
import { fakeClock, useDatabase } from './fixture.ts';
import { asked, noon, sample } from './sample.ts';

const database = useDatabase();
const clock = fakeClock(noon);
const picture = {
  probe: 'here',
  step: 'pay',
  jpeg: Buffer.from([255, 216, 255]).toString('base64'),
};
const found = {
  what: 'journey',
  name: 'buy',
  outcome: 'red',
  says: 'red',
  evidence: [],
  picture,
} as const;
const failed: StepOutcome = {
  kind: 'failed',
  code: 'journey',
  why: 'red',
  retryable: false,
  verdict: null,
  found,
};

test('what a change keeps is found until it is dropped, or a day is over', async () => {
  const made = { pool: database.pool, clock };
  const store = createStore(made);
  const pages = createPagePictures(made);
  const keep = async () => {
    const d = sample(await store.nextId());
    const change = keepPicture(d, failed, asked(d), noon);
    expect(await store.change({ target: d }, () => change)).toMatchObject({ kind: 'recorded' });
    return `${d.id}:1`;
  };
  const [first, second] = [await keep(), await keep()];
  expect(await pages.find(first)).toEqual(Buffer.from([255, 216, 255]));
  await pages.drop(first);
  expect(await pages.find(first)).toBeNull();
  clock.set(plus(noon, 86_399_000));
  expect(await pages.find(second)).not.toBeNull();
  clock.set(plus(noon, 86_400_000));
  expect(await pages.find(second)).toBeNull();
});
