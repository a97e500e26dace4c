import { StrategyFile } from '../domain/strategies/by-need.ts';
import { Criteria } from '../domain/verdict/criteria.ts';
import type { Path, Place } from './fault.ts';
import { placementsOf } from './placement.ts';
import { OrganisationFile } from './schema/organisation.ts';
import { ServiceFile } from './schema/service.ts';
import { keysOf, mapOf, textOf } from './select.ts';
import { isCalendar, isOpenSlo, readSource, type Source, type SourceFile } from './source.ts';

/** What one key of the configuration is, and where that is written. */
export interface Written {
  /** Its value; in what a file leaves out, what that means. */
  readonly value: unknown;
  /** False where no file says it: then `place` is the section it could stand in. */
  readonly isWritten: boolean;
  readonly place: Place;
  /** The key, step by step. */
  readonly path: readonly string[];
}

export interface Unwritten {
  /** The part of the key that was found, and what may follow it. */
  readonly found: string;
  readonly follows: readonly string[];
}

/**
 * Finds a dotted key such as `environments.production.slots`, `approvals.production.quorum` or
 * `services.shop.environments.production.criteria` in files without faults. Entries of lists go by their
 * `name`, or by their place from 0; names may hold dots and spaces.
 */
export function findKey(files: readonly SourceFile[], key: string): Written | Unwritten {
  const sources = files.filter((one) => !isCalendar(one) && !isOpenSlo(one)).map(readSource);
  const organisation = sources.find(({ raw }) => textOf(raw, 'service') === null);
  const services = sources.filter((one) => one !== organisation);
  const raw = organisation?.raw ?? null;
  const named = services.map((source) => [textOf(source.raw, 'service') ?? '', source] as const);
  const meant = OrganisationFile.parse(raw);
  const all = {
    ...meant,
    services: Object.fromEntries(
      named.map(([name, { raw: said }]) => [
        name,
        serviceOf(said, Object.keys(meant.environments)),
      ]),
    ),
  };
  const steps = stepsTo(all, key);
  if ('follows' in steps) return steps;
  const [section, name, ...rest] = steps.path;
  const service = section === 'services' && named.find(([one]) => one === name)?.[1];
  if (service) return written(service, rest.length > 0 ? rest : ['service'], rest, steps);
  return organisation
    ? written(organisation, rawPath(raw, steps.path), [], steps)
    : { found: '', follows: [] };
}

interface Steps {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A service with what its environments inherit. */
function serviceOf(raw: unknown, environments: readonly string[]) {
  const placements = placementsOf(raw, environments).map((one) => [
    one.environment,
    {
      strategy: StrategyFile.parse(one.strategy),
      criteria: Criteria.parse(one.criteria),
      target: one.target ?? {},
    },
  ]);
  return { ...ServiceFile.parse(raw), environments: Object.fromEntries(placements) };
}

function stepsTo(root: unknown, key: string): Steps | Unwritten {
  let value = root;
  let rest = key.trim();
  const path: string[] = [];
  while (rest !== '') {
    const names = namesIn(value);
    const step = names
      .filter((name) => rest === name || rest.startsWith(`${name}.`))
      .toSorted((a, b) => b.length - a.length)[0];
    if (step === undefined) return { found: path.join('.'), follows: names };
    path.push(step);
    value = within(value, step);
    rest = rest.slice(step.length + 1);
  }
  return path.length > 0 ? { path, value } : { found: '', follows: namesIn(root) };
}

function namesIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return keysOf(value);
  return value.map((item, i) => textOf(item, 'name') ?? String(i));
}

function within(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[namesIn(value).indexOf(step)];
  return mapOf(value)?.[step];
}

/** The same steps in what is written, where entries of lists go by number. */
function rawPath(raw: unknown, steps: readonly string[]): Path {
  let at = raw;
  return steps.map((step) => {
    const nth = Array.isArray(at) ? namesIn(at).indexOf(step) : -1;
    at = within(at, step);
    return nth === -1 ? step : nth;
  });
}

/** Where it stands, or else where it is inherited from: the top of the service's file. */
function written(
  source: Source,
  own: Path,
  steps: readonly string[],
  { path, value }: Steps,
): Written {
  const [section, , ...inherited] = steps;
  const ways = [own, ...(section === 'environments' && inherited.length > 0 ? [inherited] : [])];
  const way = ways.find((one) => valueAt(source.raw, one) !== undefined);
  const said = way && valueAt(source.raw, way);
  const place = source.place(way ?? own, 'key');
  if (way === undefined) return { path, value, place, isWritten: false };
  return { path, value: said ?? value, place, isWritten: true };
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (Array.isArray(at) ? at[Number(step)] : mapOf(at)?.[String(step)]),
    raw,
  );
}
