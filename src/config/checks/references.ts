import { isListName } from '../../domain/governance/holidays.ts';
import type { Fault } from '../fault.ts';
import { suggest } from '../near.ts';
import { type Found, select } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';
import { type Kind, type Names, namesOf } from './known.ts';

interface Reference {
  readonly in: 'organisation' | 'service';
  readonly at: string;
  /** Whether the name is the key there or the value. */
  readonly part: 'key' | 'value';
  readonly to: Kind;
  /** Which words there are names; left out: all of them. */
  readonly if?: (word: string) => boolean;
}

/** Every place of the configuration that names something defined elsewhere. */
// biome-ignore format: one line per place is the point of the table
const REFERENCES: readonly Reference[] = [
  { in: 'organisation', at: 'environments.*.provider', part: 'value', to: 'provider' },
  { in: 'organisation', at: 'environments.*.deployers.#', part: 'value', to: 'group' },
  { in: 'organisation', at: 'groups.*.#', part: 'value', to: 'person' },
  { in: 'organisation', at: 'groups.*.members.#', part: 'value', to: 'person' },
  { in: 'organisation', at: 'approvals.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'approvals.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'approvals.#.tags.#', part: 'value', to: 'tag' },
  { in: 'organisation', at: 'approvals.#.groups.#', part: 'value', to: 'approver group' },
  { in: 'organisation', at: 'approvals.#.escalate.#.to.#', part: 'value', to: 'next approver group' },
  { in: 'organisation', at: 'delegations.#.from', part: 'value', to: 'person' },
  { in: 'organisation', at: 'delegations.#.to', part: 'value', to: 'person' },
  { in: 'organisation', at: 'auditors.#', part: 'value', to: 'group' },
  { in: 'organisation', at: 'onCall.#.group', part: 'value', to: 'group' },
  { in: 'organisation', at: 'onCall.#.people.#', part: 'value', to: 'person' },
  { in: 'organisation', at: 'blackouts.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'windows.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'blackouts.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'windows.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'blackouts.#.owner', part: 'value', to: 'person or group' },
  { in: 'organisation', at: 'windows.#.owner', part: 'value', to: 'person or group' },
  { in: 'organisation', at: 'blackouts.#.from', part: 'value', to: 'holiday list', if: isListName },
  { in: 'organisation', at: 'blackouts.#.except.#', part: 'value', to: 'holiday list', if: isListName },
  { in: 'organisation', at: 'windows.#.except.#', part: 'value', to: 'holiday list', if: isListName },
  { in: 'organisation', at: 'calendars.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'calendars.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'calendars.#.owner', part: 'value', to: 'person or group' },
  { in: 'organisation', at: 'cab.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'cab.groups.#', part: 'value', to: 'group' },
  { in: 'organisation', at: 'cab.businessSeat', part: 'value', to: 'group' },
  { in: 'organisation', at: 'cab.impact.tags.#', part: 'value', to: 'tag' },
  { in: 'organisation', at: 'alerts.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'alerts.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'alerts.#.inEnvironment', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'changes.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'changes.#.inEnvironment', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'changes.#.owner', part: 'value', to: 'person or group' },
  { in: 'organisation', at: 'tickets.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'reviews.#.service', part: 'value', to: 'service' },
  { in: 'organisation', at: 'reviews.#.inEnvironment', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'tickets.#.inEnvironment', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'publishers.#.publishes.#.service', part: 'value', to: 'service' },
  { in: 'organisation', at: 'breakGlass.groups.#', part: 'value', to: 'glass group' },
  { in: 'organisation', at: 'secondFactor.approvals.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'locks.arbiters.#', part: 'value', to: 'group' },
  { in: 'organisation', at: 'handOffs.environment', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'handOffs.scanned.owner', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'handOffs.scanned.next', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'handOffs.approved.owner', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'handOffs.approved.next', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'handOffs.live.owner', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'handOffs.live.next', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.scanned.owner', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.scanned.next', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.approved.owner', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.approved.next', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.live.owner', part: 'value', to: 'hand-off owner' },
  { in: 'service', at: 'handOffs.live.next', part: 'value', to: 'hand-off owner' },
  { in: 'organisation', at: 'cadences.*.to', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'cadences.*.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'trains.*.to', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'trains.*.waves.#.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'trains.*.driver', part: 'value', to: 'person or group' },
  { in: 'organisation', at: 'platforms.*.owners.#', part: 'value', to: 'group' },
  { in: 'organisation', at: 'notWhile.#.environments.#', part: 'value', to: 'environment' },
  { in: 'organisation', at: 'notWhile.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'notWhile.#.incident.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'failureModes.#.services.#', part: 'value', to: 'service' },
  { in: 'organisation', at: 'platforms.*.services.#', part: 'value', to: 'service' },
  { in: 'service', at: 'provider', part: 'value', to: 'provider' },
  { in: 'service', at: 'dependsOn.#', part: 'value', to: 'service' },
  { in: 'service', at: 'owners.#', part: 'value', to: 'group' },
  { in: 'service', at: 'readers.#', part: 'value', to: 'group' },
  { in: 'service', at: 'journeys.*.environments.#', part: 'value', to: 'environment' },
  { in: 'service', at: 'validations.*.environments.#', part: 'value', to: 'environment' },
  { in: 'service', at: 'validations.*.owner', part: 'value', to: 'person or group' },
  { in: 'service', at: 'journeys.*.probes.#', part: 'value', to: 'probe' },
  { in: 'service', at: 'environments.*', part: 'key', to: 'environment' },
];

/** Whatever is named exists: a name nobody knows would silently apply to nothing. */
export function references(ground: Ground): readonly Fault[] {
  return REFERENCES.flatMap((reference) => {
    const known = namesOf(ground, reference.to);
    if (known === null) return [];
    const sources = reference.in === 'organisation' ? [ground.organisation] : ground.services;
    return sources.flatMap((source) => unknownIn(source, reference, known));
  });
}

function unknownIn(
  source: Source,
  { at, part, to, if: isName }: Reference,
  known: Names,
): readonly Fault[] {
  return select(source.raw, at).flatMap((found) => {
    const word = wordOf(found, part);
    if (word === null || isName?.(word) === false || known.names.includes(word)) return [];
    const stands = known.aliases.get(word);
    const hint =
      stands === undefined
        ? suggest(word, known.names, `${to}s here`)
        : `"${word}" is an alias: write "${stands}"`;
    return [faultAt(source, found.path, part, `there is no ${to} "${word}"`, hint)];
  });
}

function wordOf({ path, value }: Found, part: 'key' | 'value'): string | null {
  const word = part === 'key' ? path.at(-1) : value;
  return typeof word === 'string' ? word : null;
}
