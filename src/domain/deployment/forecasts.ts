import type { Forecast } from '../risk/calibration.ts';
import type { Deployment } from './deployment.ts';

/** What was feared of each that is over, and whether it came true: it failed, or was rolled back. */
export function forecastsOf(over: readonly Deployment[]): readonly Forecast[] {
  return over.flatMap(({ risk, status, rolledBackBy }) => {
    if (!risk) return [];
    const failed = status !== 'succeeded' || rolledBackBy !== null;
    return [{ score: risk.score, level: risk.level, failed }];
  });
}
