import { expect, test } from 'vitest';
import { instant } from '../../../src/domain/kernel/time.ts';
import type { Api } from '../../../src/providers/prometheus/api.ts';
import { minutesOf } from '../../../src/providers/prometheus/minutes.ts';

const MINUTE = 60_000;

/** What each process shows at a minute; null: it is not there yet. One begins anew, one comes later. */
const PROCESSES: Readonly<Record<string, (minute: number) => number | null>> = {
  a: (minute) => (minute < 2_900 ? minute : minute - 2_900),
  b: (minute) => (minute < 2_950 ? null : 5 + minute - 2_950),
};

function valuesOf(pod: string, from: number, to: number, times: number): [number, string][] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i).flatMap(
    (minute): [number, string][] => {
      const value = PROCESSES[pod]?.(minute) ?? null;
      return value === null ? [] : [[minute * 60, `${value * times}`]];
    },
  );
}

test('6.1 minute by minute, over restarts and over the questions that weeks take', async () => {
  const asked: string[] = [];
  const api: Api = async (_, { query = '', start = '', end = '' }) => {
    asked.push(query);
    const times = query === 'failed' ? 1 : 10;
    return Object.keys(PROCESSES).map((pod) => ({
      metric: { version: '1.0.0', pod },
      values: valuesOf(pod, Number(start) / 60, Number(end) / 60, times),
      histograms: [],
    }));
  };
  const span = { from: instant(0), to: instant(3_000 * MINUTE) };
  const found = await minutesOf(api, ['requests', 'failed'], { span, versionLabel: 'version' });
  const at = (minute: number) => found.find(([one]) => one === minute * MINUTE)?.slice(1);
  expect(at(1_000)).toEqual(['1.0.0', 10, 1]);
  expect(at(2_879)).toEqual(['1.0.0', 10, 1]); // across two questions
  expect(at(2_899)).toBeUndefined(); // it began anew and has served nothing since
  expect(at(2_900)).toEqual(['1.0.0', 10, 1]);
  expect(at(2_949)).toEqual(['1.0.0', 60, 6]); // all that a new process shows is new
  expect(at(2_960)).toEqual(['1.0.0', 20, 2]);
  expect(asked).toEqual(['requests', 'failed', 'requests', 'failed']);
});
