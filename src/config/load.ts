import { basename, relative } from 'node:path';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Survey } from '../domain/rulebook/unfit-strategies.ts';
import { assemble } from './assemble.ts';
import type { Ground, TargetSchemas } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { type Fault, inReadingOrder } from './fault.ts';
import { type Places, placesOf } from './places.ts';
import { readFolder, WHERE_TO_START } from './read-folder.ts';
import {
  isCalendar,
  isOpenSlo,
  missingSource,
  readSource,
  type Source,
  type SourceFile,
} from './source.ts';

export interface LoadOptions {
  /** What each registered provider accepts as `target`, by its name. */
  readonly providers: TargetSchemas;
  /** What a place can hold, so that needs it cannot meet are faults; left out: nobody knows. */
  readonly survey?: Survey;
  /** SHA-256 of a text, in hexadecimal. */
  readonly digest: (text: string) => string;
}

export type Loaded =
  | {
      readonly ok: true;
      readonly catalog: Catalog;
      readonly places: Places;
      /** What was read, by paths within the folder: read again they make the same catalog. */
      readonly files: readonly SourceFile[];
    }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads a configuration folder, or files that were read already, and answers with the catalog or with
 * every fault there is. It never throws for what stands in the files or for files that are not there.
 */
export async function loadCatalog(
  where: string | readonly SourceFile[],
  options: LoadOptions,
): Promise<Loaded> {
  if (typeof where !== 'string') return loadSources(sourcesOf(where), options);
  const loaded = loadSources(await readFolder(where), options);
  if (!loaded.ok) return loaded;
  const files = loaded.files.map(({ file, text }) => ({ file: relative(where, file), text }));
  return { ...loaded, files };
}

/** As `loadCatalog`, for sources at hand. */
export function loadSources(sources: readonly Source[], options: LoadOptions): Loaded {
  const [organisation = absent('fairway.yaml'), ...others] = sources.filter(isOrganisation);
  const calendars = sources.filter(isCalendar);
  const openslo = sources.filter(isOpenSlo);
  const beside = [...others, ...calendars, ...openslo];
  const services = sources.filter((one) => one !== organisation && !beside.includes(one));
  const { providers, survey } = options;
  const ground: Ground = { organisation, services, calendars, openslo, providers, survey };
  const read = [organisation, ...services, ...calendars, ...openslo];
  const faults = [
    ...read.flatMap((one) => one.faults),
    ...others.map((one) => second(one, organisation)),
    ...checks.flatMap((check) => check(ground)),
  ];
  if (faults.length > 0) {
    const files = [organisation, ...others, ...read].map((one) => one.file);
    return { ok: false, faults: inReadingOrder(faults, files) };
  }
  const files = read.map(({ file, text }) => ({ file, text }));
  return { ok: true, catalog: assemble(ground, options.digest), places: placesOf(ground), files };
}

function sourcesOf(files: readonly SourceFile[]): readonly Source[] {
  return files.map(readSource);
}

function isOrganisation({ file }: Source): boolean {
  return /^fairway\.ya?ml$/.test(basename(file));
}

function absent(file: string): Source {
  return missingSource(file, 'there is no such file', WHERE_TO_START);
}

function second(one: Source, first: Source): Fault {
  const message = `the organisation is already described in ${first.file}`;
  return { ...one.place([], 'value'), path: '', message, hint: 'keep one of the two files' };
}
