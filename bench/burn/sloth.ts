import { factorOf, PAIRS, type Pair } from '../../src/domain/verdict/burn.ts';

const PERIOD = { period: 30 * 86_400_000 };

function word(ms: number): string {
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000}h` : `${ms / 60_000}m`;
}

function ratio(ms: number): string {
  return `(sum(rate(errors[${word(ms)}])) / sum(rate(requests[${word(ms)}])))`;
}

/** The page or ticket alert of an objective, in the form sloth generates: quick or slow, each short and long. */
export function slothAlert(severity: Pair['severity'], target: number): string {
  return PAIRS.filter((pair) => pair.severity === severity)
    .map((pair) => {
      const limit = `(${Number(factorOf(pair, PERIOD).toFixed(6))} * (1 - ${target}))`;
      return `(${ratio(pair.shortMs)} > ${limit} and ${ratio(pair.longMs)} > ${limit})`;
    })
    .join(' or ');
}
