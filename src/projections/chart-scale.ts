/** Steps that people count in. */
const STEPS = [1, 2, 2.5, 5, 10];
const MOST_STEPS = 4;

/** An axis from nothing up to at least `most`, in three or four round steps. */
export function scaleUpTo(most: number): { readonly to: number; readonly step: number } {
  if (!(most > 0)) return { to: 1, step: 0.5 };
  const rough = most / MOST_STEPS;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = tidy((STEPS.find((one) => one * ten >= rough * (1 - 1e-9)) ?? 10) * ten);
  return { to: tidy(step * Math.ceil(most / step - 1e-9)), step };
}

/** Without what binary fractions leave over: 0.3, not 0.30000000000000004. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

const UNITS = [
  { unit: 'minutes', ms: 60_000, upToMs: 3 * 3_600_000 },
  { unit: 'hours', ms: 3_600_000, upToMs: 3 * 86_400_000 },
  { unit: 'days', ms: 86_400_000, upToMs: Number.POSITIVE_INFINITY },
] as const;

/** The unit in which lengths up to so many milliseconds read best. */
export function unitFor(mostMs: number): { readonly unit: string; readonly ms: number } {
  return UNITS.find(({ upToMs }) => mostMs < upToMs) ?? UNITS[2];
}

/** A number as it is read in passing, no finer than hundredths: `0.05`, `12.5`, `140`. */
export function brief(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 1 ? 1 : 2;
  return String(Number(value.toFixed(decimals)));
}

/** `2 Sep`, in UTC. */
export function dayOf(at: number): string {
  return DAY.format(at);
}

/** `1 Dec 2026`, in UTC. */
export function dateOf(at: number): string {
  return DATE.format(at);
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const DATE = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
