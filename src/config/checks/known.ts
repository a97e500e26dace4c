import { CODE_OWNERS, DEPENDANTS, ON_CALL } from '../../domain/governance/approval.ts';
import { keysOf, mapOf, selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';
import type { Ground } from './check.ts';

/** The kinds of thing that configuration refers to by name. */
export type Kind =
  | 'approver group'
  | 'environment'
  | 'glass group'
  | 'group'
  | 'hand-off owner'
  | 'holiday list'
  | 'next approver group'
  | 'person'
  | 'person or group'
  | 'probe'
  | 'provider'
  | 'service'
  | 'tag';

/** The names there are of a kind, and which name an alias stands for. */
export interface Names {
  readonly names: readonly string[];
  readonly aliases: ReadonlyMap<string, string>;
}

interface Reader {
  /** The sources that must be whole before a name may be called unknown. */
  readonly needs: (ground: Ground) => readonly Source[];
  readonly read: (ground: Ground) => Names;
}

const fromServices = (ground: Ground): readonly Source[] => ground.services;
const fromOrganisation = (ground: Ground): readonly Source[] => [ground.organisation];

const READERS: { readonly [K in Kind]: Reader } = {
  'approver group': inSections(['groups'], ['owners', CODE_OWNERS, DEPENDANTS]),
  environment: { needs: fromOrganisation, read: environments },
  'glass group': inSections(['groups'], ['owners']),
  group: inSections(['groups']),
  // The form says that nobody is `next` by it.
  'hand-off owner': inSections(['groups'], ['owners', ON_CALL, CODE_OWNERS]),
  'holiday list': inSections(['holidays']),
  'next approver group': inSections(['groups'], ['owners', ON_CALL]),
  person: inSections(['people']),
  'person or group': inSections(['people', 'groups']),
  probe: { needs: fromOrganisation, read: ({ organisation }) => plain(probesIn(organisation.raw)) },
  provider: { needs: () => [], read: ({ providers }) => plain(Object.keys(providers)) },
  service: { needs: fromServices, read: serviceNames },
  tag: {
    needs: fromServices,
    read: ({ services }) => plain(services.flatMap((one) => textsIn(one, 'tags.#'))),
  },
};

/**
 * The names of a kind, read from content that may have faults; null when a file that should name
 * them cannot be read, because then nothing may be called unknown.
 */
export function namesOf(ground: Ground, kind: Kind): Names | null {
  const { needs, read } = READERS[kind];
  return needs(ground).every((source) => source.sound) ? read(ground) : null;
}

function inSections(sections: readonly string[], more: readonly string[] = []): Reader {
  return {
    needs: fromOrganisation,
    read: ({ organisation }) =>
      plain([...sections.flatMap((key) => keysIn(organisation, key)), ...more]),
  };
}

/** The worker itself, where none is named. */
export function probesIn(raw: unknown): readonly string[] {
  const named = keysOf(mapOf(raw)?.['probes']);
  return named.length > 0 ? named : ['here'];
}

function environments({ organisation }: Ground): Names {
  const aliases = selectTexts(organisation.raw, 'environments.*.aliases.#').map(
    ({ path, value }) => [value, String(path[1])] as const,
  );
  return { names: keysIn(organisation, 'environments'), aliases: new Map(aliases) };
}

function serviceNames({ services }: Ground): Names {
  const aliases = services.flatMap((one) =>
    textsIn(one, 'aliases.#').map((alias) => [alias, textOf(one.raw, 'service') ?? alias] as const),
  );
  return { names: services.flatMap((one) => textsIn(one, 'service')), aliases: new Map(aliases) };
}

function plain(names: readonly string[]): Names {
  return { names: [...new Set(names)], aliases: new Map() };
}

function keysIn(source: Source, key: string): readonly string[] {
  return keysOf(mapOf(source.raw)?.[key]);
}

function textsIn(source: Source, pattern: string): readonly string[] {
  return selectTexts(source.raw, pattern).map(({ value }) => value);
}
