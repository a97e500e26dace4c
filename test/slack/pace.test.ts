import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/slack/pace.ts';
import { createFakeClock } from './fakes/clock.ts';

interface Waiting {
  readonly key: string;
  readonly channel: string;
  readonly under: string | null;
}

/** Everybody asks when told to, until all have posted; answers how often was asked, and who went when. */
function play(all: readonly Waiting[]) {
  const clock = createFakeClock();
  const pace = createPace(clock.now);
  const began = clock.now();
  const went: { readonly key: string; readonly afterMs: number }[] = [];
  let asked = 0;
  const comes = new Map<Waiting, number>(all.map((one) => [one, began]));
  while (comes.size > 0) {
    for (const [one, at] of comes) {
      if (at > clock.now()) continue;
      asked += 1;
      const waitMs = pace.beforePost(one);
      if (waitMs > 0) comes.set(one, clock.now() + waitMs);
      else if (comes.delete(one)) went.push({ key: one.key, afterMs: clock.now() - began });
    }
    clock.pass(100);
  }
  return { asked, went };
}

function replies(count: number, channel = 'C1'): readonly Waiting[] {
  return Array.from({ length: count }, (_, i) => ({ key: `log:${i}`, channel, under: 'card' }));
}

describe('a thousand who wait for one channel', () => {
  const crowd = replies(1_000);
  const { asked, went } = play(crowd);

  test('come back at their turn instead of all for each token', () => {
    expect(asked).toBeLessThan(12_000); // each for each token would be half a million
  });

  test('leave no token unused, and keep their order but for who was let in between', () => {
    expect(went.at(-1)?.afterMs).toBeLessThan(1_060_000);
    const strayed = went.map(({ key }, i) => Math.abs(Number(key.slice(4)) - i));
    expect(Math.max(...strayed)).toBeLessThan(130);
  });
});

test('what has its own place in a channel does not stand behind the replies of others', () => {
  const card = { key: 'card:new', channel: 'C1', under: null };
  const { went } = play([...replies(300), card]);
  expect(went.find(({ key }) => key === 'card:new')?.afterMs).toBeLessThan(5_000);
});

test('one busy channel leaves the others their own pace', () => {
  const quiet = { key: 'other', channel: 'C2', under: 'card' };
  const { went } = play([...replies(300), quiet]);
  expect(went.find(({ key }) => key === 'other')?.afterMs).toBeLessThan(2_000);
});
