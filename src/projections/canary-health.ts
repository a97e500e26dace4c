import { type Deployment, exposure } from '../domain/deployment/deployment.ts';
import { isInconclusive } from '../domain/deployment/look-on.ts';
import type { Judgement } from '../domain/deployment/replay.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Query } from '../domain/verdict/queries.ts';
import type { Ground } from '../domain/verdict/verdict.ts';
import { narrowHealthTable, plainEvidence } from './health.ts';
import { clauses, note, offer, offers, state, text } from './parts.ts';
import { sayCourse, sparkline } from './sparkline.ts';
import type { Line, Part, Span, State, View } from './view.ts';

/** What the context of a message has room for beside its words. */
const LINKS_LENGTH = 1_700;

/**
 * How a canary does, look by look: one reply in its thread, edited at each of them. While people are
 * asked because there is no verdict it has what they can do about that.
 */
export function canaryHealth(d: Deployment, judgement: Judgement, queries: readonly Query[]): View {
  const { verdict, step } = judgement;
  const title = `Canary ${exposure({ ...d, cursor: step })} % of ${d.service}`;
  const found = wordFor(d, judgement);
  const course = courseOf(judgement);
  const rests = restsOn(d, judgement);
  const asks = isInconclusive(d) && d.cursor === step;
  // Where the reason has it already it is not said twice.
  const weight = verdict.why.includes('evidence that') ? '' : plainEvidence(d, verdict);
  const said = [
    `${title}: ${found.says}. ${capital(verdict.why)}.`,
    ...[weight, course && `${sayCourse(course)}.`, `${rests}.`].filter(Boolean),
    ...(asks ? ['Continue, extend by 10 minutes, or roll back.'] : []),
  ];
  const parts: readonly (Part | null)[] = [
    state(found.state, { bold: title }, `: ${found.says}`),
    text(...clauses(capital(verdict.why))),
    weight === '' ? null : text(weight),
    course === null ? null : text({ code: sparkline(course) }, ` ${sayCourse(course)}`),
    note([rests, ...linksTo(queries)]),
    narrowHealthTable(d, verdict),
    ...(asks ? [note(CHOICES), offers(choices(d))] : []),
  ];
  return { text: said.join(' '), parts: parts.filter((part) => part !== null) };
}

const UNDER_WAY: { readonly [G in Ground]?: { readonly state: State; readonly says: string } } = {
  undecided: { state: 'healthy', says: 'healthy so far' },
  thin: { state: 'running', says: 'too few requests so far' },
  quiet: { state: 'degraded', says: 'its requests have stopped' },
  'over a limit': { state: 'degraded', says: 'past a limit, though not shown to be worse' },
};

function wordFor(
  d: Deployment,
  { verdict, step }: Judgement,
): { readonly state: State; readonly says: string } {
  const old = d.previous?.version ?? 'the version before';
  if (verdict.verdict === 'fail') return { state: 'failed', says: `worse than ${old}` };
  if (verdict.verdict === 'pass') return { state: 'healthy', says: `as good as ${old}` };
  if (d.status !== 'running' || d.cursor !== step)
    return { state: 'degraded', says: 'ended without a verdict' };
  if (isInconclusive(d)) return { state: 'waiting', says: 'no verdict, so people decide' };
  const found = UNDER_WAY[verdict.ground ?? 'undecided'] ?? UNDER_WAY.undecided;
  return found ?? { state: 'running', says: 'judging' };
}

/** The evidence after each look; null where a single one has no course. */
function courseOf({ looks }: Judgement): readonly number[] | null {
  return looks.length < 2 ? null : looks.map(({ evidence }) => evidence);
}

/** `1,204 requests of 1.1.0 and 11,871 of 1.0.0 in 4 minutes`. */
function restsOn(
  { artifact, previous }: Deployment,
  { looks, from, last, warm }: Judgement,
): string {
  const seen = warm ? [warm] : looks.map(({ kept }) => kept.sample);
  const served = (arm: 'canary' | 'stable') =>
    seen.reduce((sum, one) => sum + one[arm].requests, 0).toLocaleString('en');
  const old = previous?.version ?? 'the version before';
  const span = sayDuration(last - from);
  return `${served('canary')} requests of ${artifact.version} and ${served('stable')} of ${old} in ${span}`;
}

function linksTo(queries: readonly Query[]): Line {
  let room = LINKS_LENGTH;
  const shown = queries.filter(({ url }) => {
    room -= url.length;
    return room >= 0;
  });
  return shown.flatMap(({ name, url }, i): Span[] => [
    i === 0 ? ' · Queries: ' : ', ',
    { link: url, label: name },
  ]);
}

const CHOICES: Line = [
  'Continue judges it for as long as planned once more, Extend for 10 minutes from what it has seen; then people are asked again. Without a verdict neither gives it more traffic.',
];

function choices(d: Deployment) {
  const what = `${d.service} ${d.artifact.version} in ${d.environment}`;
  const to = d.previous?.version ?? 'the version before';
  return [
    offer('resume:judge', 'Continue', `/release resume ${d.id}`, {
      style: 'primary',
      spoken: `Continue judging ${what}`,
    }),
    offer('resume:extend', 'Extend 10 min', `/release resume ${d.id} for 10m`, {
      spoken: `Judge ${what} for 10 minutes more`,
    }),
    offer(
      'rollback:canary',
      'Roll back…',
      `/rollback ${d.service} in ${d.environment} --of ${d.id}`,
      {
        style: 'danger',
        spoken: `Roll back ${d.service} in ${d.environment} to ${to}`,
        confirm: {
          title: `Roll back ${d.service}?`,
          text: `${d.environment} returns from ${d.artifact.version} to ${to} at once.`,
          yes: 'Roll back',
        },
      },
    ),
  ];
}

function capital(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
