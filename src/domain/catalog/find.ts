import type { Target } from '../kernel/target.ts';
import type { Catalog, Environment, Person, Placement, Probe, Service } from './catalog.ts';

/** A service by its name or alias, whatever the case. */
export function findService(catalog: Catalog, word: string): Service | null {
  return byWord(catalog.services, word);
}

/** An environment by its name or alias, whatever the case. */
export function findEnvironment(catalog: Catalog, word: string): Environment | null {
  return byWord(catalog.environments, word);
}

export function findPerson(catalog: Catalog, id: string): Person | null {
  return catalog.people.find((p) => p.id === id) ?? null;
}

/** Nobody can press for somebody who has none. */
export function hasAccount(catalog: Pick<Catalog, 'people'>, id: string): boolean {
  return (catalog.people.find((one) => one.id === id)?.accounts.length ?? 0) > 0;
}

export function personOfAccount(catalog: Catalog, account: string): Person | null {
  return catalog.people.find((p) => p.accounts.includes(account)) ?? null;
}

/** Who wrote what is signed so: by their id, or by what the configuration says they sign with. */
export function authorsNamed(catalog: Catalog, signed: readonly string[]): readonly string[] {
  const names = new Set(signed.map((name) => name.toLowerCase()));
  const wrote = (p: Person): boolean => [p.id, ...(p.commits ?? [])].some((n) => names.has(n));
  return catalog.people.filter(wrote).map((p) => p.id);
}

/** A group or a person as CODEOWNERS names them: `@org/group`, `@name`, or how they sign. */
export function ownerNamed(
  catalog: Catalog,
  word: string,
): { readonly group: string } | { readonly person: string } | null {
  const name = word.replace(/^@(.*\/)?/, '').toLowerCase();
  if (catalog.groups.some((one) => one.name === name)) return { group: name };
  const [person] = authorsNamed(catalog, [name]);
  return person === undefined ? null : { person };
}

/** The people whom these words of a CODEOWNERS name, each once; whoever is unknown is nobody. */
export function peopleNamed(catalog: Catalog, words: readonly string[]): readonly string[] {
  const named = words.flatMap((word) => ownerNamed(catalog, word) ?? []);
  const people = named.flatMap((one) =>
    'group' in one ? membersOf(catalog, [one.group]) : [one.person],
  );
  return [...new Set(people)];
}

export function groupsOf(catalog: Catalog, person: string): readonly string[] {
  return catalog.groups.filter((g) => g.members.includes(person)).map((g) => g.name);
}

/** The people of several groups, each once, in the order of the groups. */
export function membersOf(
  catalog: Pick<Catalog, 'groups'>,
  groups: readonly string[],
): readonly string[] {
  const named = groups.flatMap((name) => catalog.groups.filter((g) => g.name === name));
  return [...new Set(named.flatMap((g) => g.members))];
}

/** What reaches a flag: Fairway's own store of them. */
export const FLAGS = 'flags';

/** Of a flag somebody else is given something else, and nothing that was built goes anywhere. */
export function isFlag({ provider }: Pick<Service, 'provider'>): boolean {
  return provider === FLAGS;
}

/** The name of what reaches a service in an environment: its own, else that of the environment. */
export function providerAt(
  catalog: Pick<Catalog, 'services' | 'environments'>,
  { service, environment }: Target,
): string {
  const own = catalog.services.find(({ name }) => name === service)?.provider;
  return own ?? catalog.environments.find(({ name }) => name === environment)?.provider ?? '';
}

export function placementOf(service: Service, environment: string): Placement | null {
  return service.environments[environment] ?? null;
}

/** The worker itself, where no other place is configured. */
const HERE: Probe = { name: 'here', url: null, tokenFrom: null };

/** From where journeys may be walked. */
export function vantagesOf({ probes = [] }: Pick<Catalog, 'probes'>): readonly Probe[] {
  return probes.length > 0 ? probes : [HERE];
}

/** The environments of a service, in promotion order. */
export function pathOf(catalog: Catalog, service: Service): readonly Environment[] {
  return catalog.environments
    .filter((e) => service.environments[e.name] !== undefined)
    .toSorted((a, b) => a.order - b.order);
}

function byWord<T extends { readonly name: string; readonly aliases: readonly string[] }>(
  all: readonly T[],
  word: string,
): T | null {
  const wanted = word.toLowerCase();
  const is = (name: string): boolean => name.toLowerCase() === wanted;
  return all.find((one) => is(one.name) || one.aliases.some(is)) ?? null;
}

/** The platforms that carry a service. */
export function platformsUnder(catalog: Catalog, service: string): readonly string[] {
  const platforms = catalog.platforms ?? [];
  return platforms.filter(({ services }) => services.includes(service)).map(({ name }) => name);
}

/**
 * Every service that depends on one of these, itself or by way of others; in a circle each is met once.
 * @param depth how many steps to go
 */
export function dependantsOf(
  catalog: Catalog,
  names: readonly string[],
  depth = Number.POSITIVE_INFINITY,
): readonly Service[] {
  const met = new Set(names);
  const found: Service[] = [];
  let near = names;
  for (let step = 0; step < depth && near.length > 0; step += 1) {
    const next = catalog.services.filter(
      ({ name, dependsOn = [] }) => !met.has(name) && dependsOn.some((one) => near.includes(one)),
    );
    for (const { name } of next) met.add(name);
    found.push(...next);
    near = next.map(({ name }) => name);
  }
  return found;
}
