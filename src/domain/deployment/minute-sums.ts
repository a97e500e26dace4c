import type { Served } from '../verdict/burn.ts';
import type { MinuteServed } from './burn-watch.ts';

export interface MinuteSums {
  /** Of the minutes that began after `from` and before `to`; null where there are none. */
  between(from: number, to: number): Served | null;
}

/** Sums over any stretch of minutes, by halving; they are in order of time. */
export function sumsOf(minutes: readonly MinuteServed[]): MinuteSums {
  const ats = minutes.map((one) => one[0]);
  const requests = [0];
  const errors = [0];
  for (const [i, [, , n, k]] of minutes.entries()) {
    requests.push((requests[i] ?? 0) + n);
    errors.push((errors[i] ?? 0) + k);
  }
  /** The index of the first minute that began after this moment. */
  const after = (moment: number): number => {
    let [low, high] = [0, ats.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ats[middle] ?? 0) > moment) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    between(from, to) {
      const [i, j] = [after(from), after(to - 1)];
      if (j <= i) return null;
      return {
        requests: (requests[j] ?? 0) - (requests[i] ?? 0),
        errors: (errors[j] ?? 0) - (errors[i] ?? 0),
      };
    },
  };
}
