/** One step as it was walked. `why` is what was wrong with it; null when nothing was. */
export interface Walked {
  readonly name: string;
  readonly ms: number;
  readonly why: string | null;
}

/** The steps that were walked, up to the first that failed. */
export interface Walk {
  readonly steps: readonly Walked[];
  /** The page where that failed, a JPEG in base64, where one was asked for and could be taken. */
  readonly picture?: string;
}

/** Of whose walk a picture is, and of which step. */
export interface PagePicture {
  readonly probe: string;
  readonly step: string;
  /** In base64. */
  readonly jpeg: string;
}

/** What one probe says: it walked and all was well, or a step failed, or it has no say. */
export type Vote =
  | { readonly probe: string; readonly outcome: 'green' | 'red'; readonly steps: Walk['steps'] }
  | { readonly probe: string; readonly outcome: 'none'; readonly why: string };

/** What enough probes agree on; `none`: they do not, or too few have answered. */
export type Count = 'green' | 'red' | 'none';

/** A journey is green, or red, when at least `quorum` probes found it so, and not both. */
export function tally(votes: readonly Vote[], quorum: number): Count {
  const [greens, reds] = (['green', 'red'] as const).map(
    (outcome) => votes.filter((vote) => vote.outcome === outcome).length >= quorum,
  );
  if (greens === reds) return 'none';
  return greens ? 'green' : 'red';
}

/** More than half of them, so that two of three suffice and one alone decides nothing. */
export function majority(probes: number): number {
  return Math.floor(probes / 2) + 1;
}

export function voteOf(probe: string, { steps }: Walk): Vote {
  return { probe, outcome: steps.some(({ why }) => why !== null) ? 'red' : 'green', steps };
}

/** How long a walk took, in milliseconds. */
export function tookMs(vote: Vote): number {
  return vote.outcome === 'none' ? 0 : vote.steps.reduce((sum, { ms }) => sum + ms, 0);
}

/**
 * A round of walks in words: what the probes agree on, then the failing step with its time, or the
 * slowest walk, or who has no say.
 */
export function sayVotes(votes: readonly Vote[], count: Count): string {
  const of = (outcome: Vote['outcome']): readonly Vote[] =>
    votes.filter((vote) => vote.outcome === outcome);
  const share = `${of(count).length} of ${votes.length} ${votes.length === 1 ? 'probe' : 'probes'}`;
  switch (count) {
    case 'green': {
      const slowest = of('green').toSorted((a, b) => tookMs(b) - tookMs(a))[0];
      const time = slowest ? `, ${tookMs(slowest)} ms at ${slowest.probe}` : '';
      return [`green at ${share}${time}`, ...of('red').map(sayOne), ...of('none').map(sayOne)].join(
        '; ',
      );
    }
    case 'red':
      return [`red at ${share}`, ...of('red').map(sayOne), ...of('none').map(sayOne)].join('; ');
    case 'none':
      return ['the probes do not agree', ...votes.map(sayOne)].join('; ');
  }
}

function sayOne(vote: Vote): string {
  if (vote.outcome === 'none') return `${vote.probe} has no answer (${vote.why})`;
  const at = vote.steps.findIndex(({ why }) => why !== null);
  const failed = vote.steps[at];
  if (!failed) return `${vote.probe} green in ${tookMs(vote)} ms`;
  return `${vote.probe}: step ${at + 1} "${failed.name}" failed after ${failed.ms} ms, ${failed.why}`;
}
