import { describe, expect, test } from 'vitest';
import { CannotStart, StoppedEarly } from '../../src/cli/start/cannot-start.ts';
import { createClosing } from '../../src/cli/start/closing.ts';
import { type Reaching, reach } from '../../src/cli/start/reach.ts';

const log = { info() {}, warn() {}, error() {} };

describe('closing', () => {
  test('goes backwards, one by one, and past what fails', async () => {
    const closed: string[] = [];
    const closing = createClosing(log);
    for (const name of ['ground', 'pool', 'http']) {
      closing.add(name, async () => {
        closed.push(name);
        if (name === 'pool') throw new Error('gone already');
      });
    }
    expect(await closing.all(1_000)).toEqual([]);
    expect(closed).toEqual(['http', 'pool', 'ground']);
  });

  test('is bounded as a whole, and names what it did not get to', async () => {
    const closing = createClosing(log);
    closing.add('ground', async () => {});
    closing.add('work', () => new Promise(() => {}));
    expect(await closing.all(20)).toEqual(['work', 'ground']);
  });
});

describe('reach', () => {
  function reaching(more: Partial<Reaching> = {}) {
    const said: string[] = [];
    const options: Reaching = {
      what: 'PostgreSQL',
      variable: 'DATABASE_URL',
      hopeless: () => null,
      say: (line) => void said.push(line),
      signal: new AbortController().signal,
      ...more,
    };
    return { said, options };
  }
  const refused = () => Promise.reject(new Error('connect ECONNREFUSED'));

  test('is silent when it succeeds at once', async () => {
    const { said, options } = reaching();
    expect(await reach(async () => 7, options)).toBe(7);
    expect(said).toEqual([]);
  });

  test('says that it waits, and that it was worth it', async () => {
    const { said, options } = reaching();
    let left = 2;
    await reach(() => (left-- > 0 ? refused() : Promise.resolve()), options);
    expect(said).toEqual([
      'PostgreSQL does not answer (connect ECONNREFUSED). Trying again for 60 s.',
      'PostgreSQL answers now.',
    ]);
  });

  test('gives up when its patience is over, with the last reason', async () => {
    const { options } = reaching({ patienceMs: 400 });
    await expect(reach(refused, options)).rejects.toThrow(
      /^PostgreSQL did not answer for 0 s \(connect ECONNREFUSED\)\. .*DATABASE_URL/,
    );
  });

  test('does not wait for what waiting does not mend, nor when it is stopped', async () => {
    const { said, options } = reaching({ hopeless: () => 'Correct the password.' });
    await expect(reach(refused, options)).rejects.toThrow(new CannotStart('Correct the password.'));
    expect(said).toEqual([]);
    const stopped = reaching({ signal: AbortSignal.abort() }).options;
    await expect(reach(refused, stopped)).rejects.toThrow(StoppedEarly);
  });

  test('an error of several addresses is said in their words', async () => {
    const both = new AggregateError([new Error('connect ECONNREFUSED ::1'), new Error('and 127')]);
    const { options } = reaching({ patienceMs: 0 });
    await expect(reach(() => Promise.reject(both), options)).rejects.toThrow('::1; and 127');
  });
});
