import type { Named, Suspicion } from '../domain/correlation/suspicion.ts';
import { EVERYWHERE } from '../domain/elsewhere/move.ts';
import { sayDuration } from '../domain/kernel/duration.ts';
import type { Line } from './view.ts';

/** What a suspect is, as a heading says it. */
export const SUSPECT_TITLES: Readonly<Record<Named['kind'], string>> = {
  deploy: 'recent deployment',
  rollback: 'recent rollback',
  'out-of-band': 'what nobody deployed',
  configuration: 'a changed configuration',
  flag: 'a flag changed elsewhere',
  migration: 'a migration',
  settings: 'configuration changed elsewhere',
  infrastructure: 'infrastructure changed elsewhere',
};

const ELSEWHERE: Readonly<Partial<Record<Named['kind'], string>>> = {
  flag: 'flag',
  migration: 'migration',
  settings: 'configuration',
  infrastructure: 'infrastructure',
};

/** `shop 1.1.0`, `flag new-checkout`. */
export function suspectName({ kind, service, version, subject }: Named): string {
  if (kind === 'configuration') return `configuration ${subject}`;
  const word = ELSEWHERE[kind];
  return word ? `${word} ${version}` : `${service} ${version}`;
}

/** The same where it is shown: what others named is not our word, nor is who they say did it one of our people. */
export function suspectLine(one: Named): Line {
  const word = ELSEWHERE[one.kind];
  if (!word) return [{ bold: suspectName(one) }];
  return [`${word} `, { foreign: one.version }];
}

/** ` by ana`; nothing where nobody is named. */
export function suspectBy({ by, elsewhere }: Named): Line {
  return by === '' ? [] : [' by ', elsewhere ? { foreign: by } : { person: by }];
}

/** `reached 25 % of production 6 minutes before the first alert`; `turned on in production 4 minutes before …`. */
export function metWhen(one: Named, s: Pick<Suspicion, 'beganAt' | 'isReported'>): string {
  const { moment, environment, kind, elsewhere } = one;
  if (!moment) return `in ${environment}`;
  const when = whenOf(moment.at, s);
  if (kind === 'configuration') return `came into force ${when}`;
  if (!elsewhere) return `reached ${moment.percent} % of ${environment} ${when}`;
  const where = environment === EVERYWHERE ? 'everywhere' : `in ${environment}`;
  const share = moment.percent < 100 ? `, for ${moment.percent} %,` : '';
  return `${elsewhere.says} ${where}${share} ${when}`;
}

function whenOf(
  at: number,
  { beganAt, isReported = false }: Pick<Suspicion, 'beganAt' | 'isReported'>,
): string {
  if (at >= beganAt) return `as ${isReported ? 'it was reported' : 'the first alert began'}`;
  const before = sayDuration(Math.max(0, beganAt - at));
  return `${before} before ${isReported ? 'it was reported' : 'the first alert'}`;
}
