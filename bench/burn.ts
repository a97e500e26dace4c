import { compareLive } from './burn/live.ts';
import { compare } from './burn/windows.ts';
import type { Figure } from './figure.ts';

/** Beside the PromQL form of the same alerts, over random windows of random histories: burn rates, and the watcher that runs. */
export async function benchBurn({
  tenth,
}: {
  readonly tenth: boolean;
}): Promise<readonly Figure[]> {
  const { windows, agree, fired, first } = compare(tenth ? 1_000 : 10_000, 20_261_126);
  const live = compareLive(tenth ? 1_000 : 10_000, 20_261_127);
  return [
    {
      figure: `burn rates: windows that agree with PromQL (${fired} of ${windows} fire)`,
      value: first === null ? String(agree) : `${agree}, first not: ${first}`,
      target: String(windows),
      pass: agree === windows && fired > windows / 20,
    },
    {
      figure: `the watcher that runs: windows that agree with PromQL's page (${live.fired} of ${live.windows} fire)`,
      value: `${live.agree}, and ${live.apart} more than two minutes apart`,
      target: `${live.windows * 0.99}, and 0`,
      pass: live.agree >= live.windows * 0.99 && live.apart === 0 && live.fired > live.windows / 20,
    },
  ];
}
