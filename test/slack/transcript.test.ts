import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attempt } from '../../src/ports/transcript.ts';
import { createTranscript } from '../../src/slack/transcript.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeClock } from './fakes/clock.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

const attempt: Attempt = {
  service: 'shop',
  environment: 'staging',
  deployment: 'D-2',
  key: 'D-2:2:1',
  channel: null,
};

describe('8 what a provider prints', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function open() {
    const clock = createFakeClock();
    const messages = createMemoryMessages(clock.now);
    const rung: string[] = [];
    const bell = { ring: async (_: string, id: string) => void rung.push(id) };
    const log = createQuietLog();
    const transcript = createTranscript({
      messages,
      bell,
      catalog: () => catalog,
      now: clock.now,
      log,
    });
    return { clock, messages, rung, transcript };
  }

  test('is one reply under the card, brought up to date at most every two seconds', async () => {
    const { messages, rung, transcript } = open();
    transcript.line(attempt, 'pulling');
    transcript.line(attempt, 'pulled');
    expect(await messages.find('output:D-2:2:1')).toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    const reply = await messages.find('output:D-2:2:1');
    expect(reply).toMatchObject({ under: 'card:D-2', channel: 'C0DEPLOYS', broadcast: false });
    expect(reply?.content.text).toBe('Output of D-2, step 3, attempt 1: pulled');
    expect(JSON.stringify(reply?.content.blocks)).toContain('pulling\\npulled');
    expect(rung).toEqual(['output:D-2:2:1']);
  });

  test('keeps the last twenty lines and says how many came before', async () => {
    const { clock, messages, transcript } = open();
    for (let n = 1; n <= 25; n += 1) transcript.line(attempt, `line ${n}`);
    await vi.advanceTimersByTimeAsync(2_000);
    clock.pass(5_000);
    transcript.line(attempt, 'last <!channel>');
    await vi.advanceTimersByTimeAsync(2_000);
    const blocks = JSON.stringify((await messages.find('output:D-2:2:1'))?.content.blocks);
    expect(blocks).toContain('6 lines before these');
    expect(blocks).not.toContain('line 6\\n');
    expect(blocks).toContain('line 7\\n');
    expect(blocks).toContain('"text":"line 7\\nline 8');
    expect(blocks).not.toContain('"type":"broadcast"');
  });
});
