import type { Artifact } from '../../domain/artifact/artifact.ts';
import type { Call, Effect } from '../../ports/deployer.ts';
import type { Decided, FlagStanding, Kept } from '../../ports/flags.ts';

export type EffectName = 'prestage' | 'start' | 'shift' | 'finish';
type Failed = Extract<Effect, { kind: 'failed' }>;

/** What an effect makes of a standing, or why it cannot. */
type Wish = (standing: FlagStanding) => Pick<FlagStanding, 'kept' | 'live'> | Failed;

/** A key is asked for again within minutes; a hundred rollouts take longer. */
const MOST_KEYS = 500;
/** Rule sets nobody gets, to which one may want to go back. */
const MOST_KEPT = 50;

/**
 * One effect on a standing: refused under an older fence, answered without an effect where its key is known, and
 * otherwise what it wishes for.
 */
export function perform(
  kind: EffectName,
  { key, epoch }: Pick<Call, 'key' | 'epoch'>,
  wish: Wish,
): (standing: FlagStanding) => Decided<Effect> {
  return (standing) => {
    if (epoch < standing.epoch) return { standing: null, answer: { kind: 'fenced' } };
    const known = standing.done.find((one) => one.key === key);
    if (known && known.kind !== kind) throw new Error(`the key ${key} belongs to another call`);
    const fenced = { ...standing, epoch };
    if (known) return { standing: fenced, answer: { kind: 'done' } };
    const made = wish(standing);
    if ('kind' in made) return { standing: fenced, answer: made };
    const done = [...standing.done, { key, kind }].slice(-MOST_KEYS);
    return { standing: { ...pruned({ ...fenced, ...made }), done }, answer: { kind: 'done' } };
  };
}

export function prestaged(rules: readonly Kept[]): Wish {
  return ({ kept, live }) => {
    const digests = rules.map(({ digest }) => digest);
    return { kept: [...kept.filter(({ digest }) => !digests.includes(digest)), ...rules], live };
  };
}

export function started(artifact: Artifact): Wish {
  return ({ kept, live }) => {
    if (!kept.some(({ digest }) => digest === artifact.digest))
      return failed(`${artifact.version} was not brought there`);
    if (live.some(({ digest }) => digest === artifact.digest)) return { kept, live };
    return { kept, live: [{ digest: artifact.digest, percent: 0 }, ...live] };
  };
}

/** Without a rest, whoever is not in the share gets nothing of ours, and their program its own default. */
export function shifted(artifact: Artifact, rest: Artifact | null, percent: number): Wish {
  return ({ kept, live }) => {
    if (!Number.isInteger(percent) || percent < 0 || percent > 100)
      return failed(`a share is a whole number from 0 to 100 percent, not ${percent}`);
    const shares = new Map([[artifact.digest, percent]]);
    if (rest) shares.set(rest.digest, 100 - percent);
    const served = [artifact, ...(rest ? [rest] : [])].filter(({ digest }) => shares.get(digest));
    const missing = served.find((one) => !live.some(({ digest }) => digest === one.digest));
    if (missing) return failed(`${missing.version} is not started there`);
    return { kept, live: live.map((one) => ({ ...one, percent: shares.get(one.digest) ?? 0 })) };
  };
}

export function finished(artifact: Artifact, standby: Artifact | null): Wish {
  return ({ kept, live }) => {
    const wanted = [artifact, ...(standby ? [standby] : [])];
    const missing = wanted.find((one) => !live.some(({ digest }) => digest === one.digest));
    if (missing) return failed(`${missing.version} is not started there`);
    return {
      kept,
      live: live
        .filter((one) => wanted.some(({ digest }) => digest === one.digest))
        .map((one) => ({ ...one, percent: one.digest === artifact.digest ? 100 : 0 })),
    };
  };
}

export function failed(why: string): Failed {
  return { kind: 'failed', why, retryable: false };
}

function pruned(standing: FlagStanding): FlagStanding {
  const idle = standing.kept.filter((one) => !isLive(standing, one)).slice(-MOST_KEPT);
  return {
    ...standing,
    kept: standing.kept.filter((one) => isLive(standing, one) || idle.includes(one)),
  };
}

function isLive({ live }: FlagStanding, { digest }: Artifact): boolean {
  return live.some((one) => one.digest === digest);
}
