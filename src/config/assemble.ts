import type {
  Catalog,
  Environment,
  Group,
  Person,
  Probe,
  Service,
} from '../domain/catalog/catalog.ts';
import { readCodeOwners } from '../domain/governance/code-owners.ts';
import { type HolidayList, withDays } from '../domain/governance/holidays.ts';
import type { Blackout } from '../domain/governance/window.ts';
import { canonicalText } from '../domain/kernel/canonical.ts';
import { StrategyFile } from '../domain/strategies/by-need.ts';
import { Criteria } from '../domain/verdict/criteria.ts';
import { Objective } from '../domain/verdict/objective.ts';
import { closingsOf, sourceOf } from './checks/calendars.ts';
import type { Ground } from './checks/check.ts';
import { journeysIn, validationsIn } from './journeys-in.ts';
import { objectivesIn } from './objectives-in.ts';
import { type OpenSloObject, objectsIn } from './openslo/objects.ts';
import { placementsOf } from './placement.ts';
import { type CalendarFile, feedOf, isFile } from './schema/calendar.ts';
import { OrganisationFile } from './schema/organisation.ts';
import { ServiceFile } from './schema/service.ts';
import { chosenAt, providerIn, replicasSaid, topologyAt } from './topology-at.ts';

/**
 * The catalog of sources that passed every check. Its version is the digest of what the files say
 * with defaults filled in, so comments, layout and the order of keys do not change it.
 * @throws on sources with faults: the caller has not asked the checks, a bug.
 */
export function assemble(ground: Ground, digest: (text: string) => string): Catalog {
  const file = OrganisationFile.parse(ground.organisation.raw);
  const environments = environmentsOf(file);
  const probes = Object.entries(file.probes).map(toProbe);
  const slos = objectsIn(ground.openslo);
  const services = ground.services
    .map(({ raw }) => serviceOf(raw, environments, probes, slos, ground))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const holidays = holidaysOf(file);
  const feeds = file.calendars.filter((one) => !isFile(one)).map(feedOf);
  const content = {
    organisation: file.organisation,
    channel: file.channel,
    environments,
    services,
    people: Object.entries(file.people).map(toPerson),
    groups: Object.entries(file.groups).map(toGroup),
    approvals: file.approvals,
    blackouts: [
      ...file.blackouts.map((one) => withDays(one, holidays)),
      ...file.calendars.filter(isFile).flatMap((one) => importedFrom(one, ground)),
    ],
    windows: file.windows.map((one) => withDays(one, holidays)),
    ...(feeds.length > 0 ? { feeds } : {}),
    holidays,
    breakGlass: file.breakGlass,
    delegations: file.delegations,
    auditors: file.auditors,
    onCall: file.onCall,
    locks: file.locks,
    platforms: Object.entries(file.platforms).map(([name, one]) => ({ name, ...one })),
    ...timesOf(file),
    ...(file.cab ? { cab: file.cab } : {}),
    ...troubleOf(file),
    ...sendersOf(file),
    ...(file.trustedChannels.length > 0 ? { trustedChannels: file.trustedChannels } : {}),
    ...(file.incidents ? { incidents: file.incidents } : {}),
    ...(file.risk ? { risk: file.risk } : {}),
    ...(file.secondFactor ? { secondFactor: file.secondFactor } : {}),
    ...(file.peopleImport ? { peopleImport: file.peopleImport } : {}),
    ...(file.breaker ? { breaker: file.breaker } : {}),
    ...(probes.length > 0 ? { probes } : {}),
  };
  return { version: digest(canonicalText(content)), ...content };
}

type Organisation = ReturnType<typeof OrganisationFile.parse>;

/** Whoever posts to /hooks, and stores whose reviews are read. */
function sendersOf({ alerts, publishers, tickets, reviews, changes }: Organisation) {
  return {
    ...(alerts.length > 0 ? { alerts } : {}),
    ...(publishers.length > 0 ? { publishers } : {}),
    ...(tickets.length > 0 ? { tickets } : {}),
    ...(reviews.length > 0 ? { reviews } : {}),
    ...(changes.length > 0 ? { changes } : {}),
  };
}
type Entry<Key extends 'people' | 'groups' | 'probes'> = [string, Organisation[Key][string]];

/** What is known to go wrong, and what is held while something does. */
function troubleOf({ notWhile, failureModes }: Organisation) {
  return {
    ...(notWhile.length > 0 ? { notWhile } : {}),
    ...(failureModes.length > 0 ? { failureModes } : {}),
  };
}

/** When artifacts mean to be released, and within what time they are handed on. */
function timesOf({ cadences, handOffs, trains: running }: Organisation) {
  const trains = Object.entries(running).map(([name, one]) => ({ name, ...one }));
  const named = Object.entries(cadences).map(([name, one]) => ({ name, ...one }));
  return {
    ...(named.length > 0 ? { cadences: named } : {}),
    ...(trains.length > 0 ? { trains } : {}),
    ...(handOffs ? { handOffs } : {}),
  };
}

function holidaysOf({ holidays }: Pick<Organisation, 'holidays'>): readonly HolidayList[] {
  return Object.entries(holidays).map(([name, days]) => ({ name, days }));
}

function importedFrom(calendar: CalendarFile, ground: Ground): readonly Blackout[] {
  const source = sourceOf(calendar, ground);
  const read = source && closingsOf(calendar, source);
  return read && 'blackouts' in read ? read.blackouts : [];
}

function environmentsOf(file: Organisation): readonly Environment[] {
  return Object.entries(file.environments)
    .map(([name, one], i) => ({ name, ...one, order: one.order ?? i + 1 }))
    .toSorted((a, b) => a.order - b.order);
}

function serviceOf(
  raw: unknown,
  environments: readonly Environment[],
  probes: readonly Probe[],
  slos: readonly OpenSloObject[],
  ground: Ground,
): Service {
  const { service: name, capability, dependsOn, codeOwners, ...file } = ServiceFile.parse(raw);
  const { aliases, owners, tier, tags } = file;
  const placements = placementsOf(
    raw,
    environments.map((one) => one.name),
  ).map((placement) => {
    const { environment, strategy, criteria, target } = placement;
    const place = environments.find((one) => one.name === environment);
    const at = topologyAt(placement, place, ground);
    const validations = validationsIn(environment, file.validations);
    const objectives = objectivesIn(placement, slos).map(({ value }) => Objective.parse(value));
    const journeys = journeysIn(environment, file.journeys, probes);
    return [
      environment,
      {
        ...chosenAt(strategy, StrategyFile.parse(strategy), at),
        ...replicasSaid(placement, at),
        criteria: Criteria.parse(criteria),
        ...(objectives.length > 0 ? { objectives } : {}),
        target: ground.providers[providerIn(placement, place)]?.parse(target) ?? {},
        ...(journeys.length > 0 ? { journeys } : {}),
        ...(validations.length > 0 ? { validations } : {}),
      },
    ] as const;
  });
  const where = Object.fromEntries(placements);
  return {
    name,
    aliases,
    owners,
    tier,
    tags,
    capability: capability ?? null,
    environments: where,
    ...(file.provider ? { provider: file.provider } : {}),
    ...(file.readers.length > 0 ? { readers: file.readers } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    ...(file.handOffs ? { handOffs: file.handOffs } : {}),
    ...(codeOwners ? { codeOwners: readCodeOwners(codeOwners).entries } : {}),
  };
}

function toPerson([id, one]: Entry<'people'>): Person {
  const { name, slack, zone, commits, workingHours, hearsOfIncidents } = one;
  const accounts = typeof slack === 'string' ? [slack] : (slack ?? []);
  const signs = commits?.map((one) => one.toLowerCase());
  return {
    id,
    name: name ?? id,
    accounts,
    zone: zone ?? null,
    ...(signs && { commits: signs }),
    ...(workingHours && { workingHours }),
    ...(hearsOfIncidents === false && { hearsOfIncidents }),
  };
}

function toGroup([name, { members, mention, digest }]: Entry<'groups'>): Group {
  return { name, members, mention: mention ?? null, ...(digest && { digest }) };
}

function toProbe([name, one]: Entry<'probes'>): Probe {
  return {
    name,
    url: one?.url ?? null,
    tokenFrom: one?.tokenFrom ?? null,
    ...(one?.private ? { private: true } : {}),
  };
}
