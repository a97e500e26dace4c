import { compare } from './burn/windows.ts';
import type { Figure } from './figure.ts';

/** Our burn rates beside the PromQL form of the same alerts, over random windows of random histories. */
export async function benchBurn({
  tenth,
}: {
  readonly tenth: boolean;
}): Promise<readonly Figure[]> {
  const { windows, agree, fired, first } = compare(tenth ? 1_000 : 10_000, 20_261_126);
  return [
    {
      figure: `burn rates: windows that agree with PromQL (${fired} of ${windows} fire)`,
      value: first === null ? String(agree) : `${agree}, first not: ${first}`,
      target: String(windows),
      pass: agree === windows && fired > windows / 20,
    },
  ];
}
