import { type Figure, percentile } from '../../../bench/figure.ts';
import { none, told } from '../trial.ts';
import type { Flood, Steady } from './crowds.ts';
import type { Sent } from './senders.ts';
import { growth } from './watch.ts';

interface Drained {
  /** Until nobody waited any more; null: too long. */
  readonly drainMs: number | null;
}

export function reportSteady(
  run: Steady & Drained & { readonly rss: readonly number[]; readonly whole: boolean },
): readonly Figure[] {
  const ms = run.sent.map(({ ackMs }) => ackMs);
  const grown = growth(run.rss) * 100;
  const growthName = 'load: memory in the last quarter over the third';
  return [
    told('load: interactions acknowledged', run.sent.length),
    none('load: interactions not answered with 200', unanswered(run.sent)),
    atMost('load: ack p99', percentile(ms, 0.99), 500, 'ms'),
    below('load: ack, longest', Math.max(...ms), 3_000, 'ms'),
    told('load: private answer p99', `${Math.round(percentile(run.answerMs, 0.99))} ms`),
    finished('load: acts finished in the end', run.drainMs),
    atLeast('load: steps meanwhile, of 20/s the provider allows', run.stepsPerSecond, 18, '/s'),
    atMost('load: resident memory, most', Math.max(...run.rss), 400, 'MB'),
    run.whole
      ? atMost(growthName, grown, 5, '%')
      : told(growthName, `${grown.toFixed(1)} %`, 'too short a run to judge'),
  ];
}

export function reportFlood(
  run: Flood & Drained & { readonly before: readonly number[]; readonly rss: readonly number[] },
): readonly Figure[] {
  const ms = run.others.map(({ ackMs }) => ackMs);
  const plain = run.flooding.filter(({ urgent }) => !urgent).map(({ sent }) => sent);
  const urgent = run.flooding.filter((one) => one.urgent).map(({ sent }) => sent);
  const turnedAway = plain.filter(({ body }) => body.includes('faster than Fairway'));
  const rude = [...unanswered(plain), ...turnedAway.filter(({ body }) => !isPrivate(body))];
  const refused = urgent.filter(({ body }) => body.includes('faster than Fairway'));
  const allowed = 20 + Math.ceil(run.forMs / 1_000) + 1;
  const more = Math.max(...run.rss) - Math.max(...run.before);
  return [
    told('flood: requests of one person', run.flooding.length),
    atMost('flood: the others’ ack p99', percentile(ms, 0.99), 1_000, 'ms'),
    none('flood: the others not answered with 200', unanswered(run.others)),
    atMost(
      'flood: the others’ private answer p99',
      percentile(run.othersAnswerMs, 0.99),
      5_000,
      'ms',
    ),
    atMost(
      'flood: pauses of others answered, p99',
      percentile(run.urgentAnswerMs, 0.99),
      5_000,
      'ms',
    ),
    told('flood: turned away with words', turnedAway.length),
    none('flood: turned away without words', rude),
    atMost('flood: let in over the limit of one person', run.letIn - allowed, 0, 'acts'),
    none('flood: pauses refused or lost', [...refused, ...unanswered(urgent)]),
    finished('flood: acts finished in the end', run.drainMs),
    atMost('flood: memory more than before it', more, 40, 'MB'),
  ];
}

function unanswered(sent: readonly Sent[]): readonly Sent[] {
  return sent.filter(({ status }) => status !== 200);
}

function isPrivate(body: string): boolean {
  return body.includes('"response_type":"ephemeral"');
}

function finished(figure: string, drainMs: number | null): Figure {
  const value = drainMs === null ? 'not all' : 'all';
  return { figure, value, target: 'all', pass: drainMs !== null };
}

function atMost(figure: string, value: number, most: number, unit: string): Figure {
  return figureOf(figure, value, `<= ${most} ${unit}`, unit, value <= most);
}

function below(figure: string, value: number, most: number, unit: string): Figure {
  return figureOf(figure, value, `< ${most} ${unit}`, unit, value < most);
}

function atLeast(figure: string, value: number, least: number, unit: string): Figure {
  return figureOf(figure, value, `>= ${least} ${unit}`, unit, value >= least);
}

function figureOf(
  figure: string,
  value: number,
  target: string,
  unit: string,
  pass: boolean,
): Figure {
  return { figure, value: `${value.toFixed(1)} ${unit}`, target, pass };
}
