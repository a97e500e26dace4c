import { EVERYWHERE, type Move } from '../elsewhere/move.ts';
import type { Instant } from '../kernel/time.ts';
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

/** Whether a change is a later one of what is suspected: by name, in its place, as the same source tells of it. */
export function isAgain(named: Named, move: Move): boolean {
  const { kind, version: name, service, environment, elsewhere, moment } = named;
  if (!elsewhere || moment === null || moment.at >= move.at) return false;
  const thing = { ...elsewhere, kind, name, service, environment };
  return isSameThing(thing, { ...move, kind: kindOf(move) });
}

/**
 * What could have done it. After the trouble began whoever changes the same thing once more does something about
 * it: a switch that is thrown within seconds would else be suspected most.
 */
export function couldHaveDone(all: readonly Move[], began: Instant): readonly Move[] {
  const isRemedy = (move: Move): boolean =>
    move.at > began && all.some((other) => other.at < move.at && isSameThing(other, move));
  return all.filter((move) => !isRemedy(move));
}

interface Thing extends Pick<Move, 'source' | 'name' | 'service' | 'environment'> {
  readonly kind: string;
}

function isSameThing(a: Thing, b: Thing): boolean {
  return (
    a.name === b.name &&
    a.kind === b.kind &&
    a.source === b.source &&
    a.service === b.service &&
    a.environment === b.environment
  );
}
