import type { Named } from '../domain/correlation/suspicion.ts';

/** Why it is suspected, in a few words each: where it stands, then whatever speaks for or against it. */
export function reasonsOf({ relation, weights, kind, moment }: Named): readonly string[] {
  const { overlap, record, learned } = weights;
  return [
    relation,
    ...(moment && moment.percent < 100 ? [`${moment.percent} % of the traffic`] : []),
    ...(overlap > 1 ? ['the judge saw it do worse'] : []),
    ...(overlap < 1 ? ['the judge found it as good'] : []),
    ...(record >= 1.5 ? ['its service fails more often than most'] : []),
    ...(record <= 0.6 ? ['its service seldom fails'] : []),
    ...(learned > 1 ? ['it was the cause here before'] : []),
    ...(learned < 1 ? ['it was cleared here before'] : []),
    ...(kind === 'rollback' ? ['it returned to what was verified'] : []),
  ];
}
