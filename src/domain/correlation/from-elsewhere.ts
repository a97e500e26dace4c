import { EVERYWHERE, type Move } from '../elsewhere/move.ts';
import type { Candidate, ElsewhereKind } from './candidate.ts';
import type { Named } from './suspicion.ts';
import type { Relation } from './topology.ts';

interface Beside extends Pick<Candidate, 'relations' | 'learned'> {
  /** How many places are hurt. */
  readonly hurt: number;
  /** Who can take it back there, as its source is configured. */
  readonly owner: string | null;
}

/**
 * A change made elsewhere as a suspect. People meet all of it at once, by the share that its source gives. Nobody
 * judged it, and how often such changes fail is not known: both weigh as what is usual.
 */
export function fromElsewhere(move: Move, beside: Beside): Candidate {
  const { id, name, says, service, environment, at, percent, by, link, source } = move;
  const unsaid: Relation = { kind: 'unsaid' };
  return {
    subject: id,
    kind: kindOf(move),
    ...{ service, environment, version: name, by: by ?? '' },
    reached: [{ at, percent }],
    goneAt: null,
    relations:
      service === EVERYWHERE ? Array.from({ length: beside.hurt }, () => unsaid) : beside.relations,
    judged: null,
    record: { tried: 0, failed: 0 },
    learned: beside.learned,
    elsewhere: { says, link, source, owner: beside.owner },
  };
}

/** Configuration that is not ours is not what we call configuration. */
export function kindOf({ kind }: Pick<Move, 'kind'>): ElsewhereKind {
  return kind === 'configuration' ? 'settings' : kind;
}

/** Whether a change is one more of what is suspected: by name, in its place, as the same source tells of it. */
export function isSame(
  { kind, version, service, environment, elsewhere }: Named,
  move: Move,
): boolean {
  return (
    elsewhere?.source === move.source &&
    kind === kindOf(move) &&
    version === move.name &&
    service === move.service &&
    environment === move.environment
  );
}
