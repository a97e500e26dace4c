import { FLOODED, FLOODER, people, serviceOf } from './organisation.ts';
import { onSchedule, type Sent, type Wanted } from './senders.ts';
import { drained, type Stage, steps, taken } from './watch.ts';

const STEADY_PER_SECOND = 50;
const OTHERS_PER_SECOND = 20;
const FLOOD_PER_SECOND = 200;

export interface Steady {
  readonly sent: readonly Sent[];
  /** From each acknowledgement to its answer, where it has one. */
  readonly answerMs: readonly number[];
  readonly stepsPerSecond: number;
}

export interface Flood {
  readonly others: readonly Sent[];
  readonly othersAnswerMs: readonly number[];
  /** The others' acts that are never held back. */
  readonly urgentAnswerMs: readonly number[];
  readonly flooding: readonly { readonly urgent: boolean; readonly sent: Sent }[];
  /** Acts of the flooder that were let in although they are not urgent. */
  readonly letIn: number;
  readonly forMs: number;
}

export async function steady(stage: Stage, forMs: number): Promise<Steady> {
  const before = await steps(stage.pool);
  const began = performance.now();
  const sent = await onSchedule({ perSecond: STEADY_PER_SECOND, forMs }, (n, dueAt) =>
    stage.senders.send(interaction(stage, n), dueAt),
  );
  const seconds = (performance.now() - began) / 1_000;
  const stepsPerSecond = ((await steps(stage.pool)) - before) / seconds;
  await drained(stage);
  return { sent, stepsPerSecond, answerMs: answersOf(stage, sent) };
}

/** One person sends two hundred a second, half of it urgent and never twice the same; twenty of others a second. */
export async function flood(stage: Stage, forMs: number): Promise<Flood> {
  const before = await taken(stage.pool, FLOODER);
  const urgent = new Set<Sent>();
  const [flooding, others] = await Promise.all([
    onSchedule({ perSecond: FLOOD_PER_SECOND, forMs }, (n, dueAt) =>
      stage.senders.send({ account: FLOODER, kind: 'slash', line: floodLine(stage, n) }, dueAt),
    ),
    onSchedule({ perSecond: OTHERS_PER_SECOND, forMs }, async (n, dueAt) => {
      const wanted = n % 4 === 0 ? steering(stage, n) : interaction(stage, n);
      const sent = await stage.senders.send(wanted, dueAt);
      if (n % 4 === 0) urgent.add(sent);
      return sent;
    }),
  ]);
  await drained(stage);
  return {
    others,
    othersAnswerMs: answersOf(stage, others),
    urgentAnswerMs: answersOf(stage, [...urgent]),
    flooding: flooding.map((sent, n) => ({ urgent: n % 2 === 0, sent })),
    letIn: (await taken(stage.pool, FLOODER)) - before,
    forMs,
  };
}

function floodLine({ ids }: Stage, n: number): string {
  return n % 2 === 0
    ? `/release pause ${ids.get(FLOODED)} because "${n}"`
    : `/release why ${ids.get(FLOODED)}`;
}

/** What people do all day: they look, press, and open their Home. */
function interaction({ random, ids }: Stage, n: number): Wanted {
  const account = people[n % people.length] ?? '';
  const id = ids.get(serviceOf(random.between(0, 499)));
  const dice = random.between(1, 10);
  if (dice === 1) return { account, kind: 'home', line: '' };
  if (dice <= 4) return { account, kind: 'button', line: `/release why ${id}` };
  const line = dice <= 7 ? `/release status ${serviceOf(dice)}` : `/release show ${id}`;
  return { account, kind: 'slash', line };
}

/** A pause of a deployment that bakes: it changes nothing about the steps of the others. */
function steering({ ids }: Stage, n: number): Wanted {
  const account = people[n % people.length] ?? '';
  const id = ids.get(serviceOf(((n / 4) % 100) * 5 + 4));
  return { account, kind: 'slash', line: `/release pause ${id} because "load ${n}"` };
}

/** An answer that never came took for ever. A Home has none of its own. */
function answersOf({ slack }: Stage, sent: readonly Sent[]): readonly number[] {
  return sent
    .filter(({ kind }) => kind !== 'home')
    .map(({ act, ackedAt, body }) => {
      if (body !== '') return 0;
      return Math.max(0, (slack.told.get(act) ?? Number.POSITIVE_INFINITY) - ackedAt);
    });
}
