import { Indicator, seriesOf } from '../../domain/verdict/indicator.ts';
import { Objective } from '../../domain/verdict/objective.ts';
import type { Fault, Path } from '../fault.ts';
import { faultsOf } from '../issues.ts';
import { suggest } from '../near.ts';
import { namesIn, objectivesIn, type WrittenObjective } from '../objectives-in.ts';
import { type OpenSloObject, objectsIn } from '../openslo/objects.ts';
import { placementsOf, type WrittenPlacement } from '../placement.ts';
import { mapOf, selectTexts, textOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import { surveyed } from '../topology-at.ts';
import type { Ground } from './check.ts';

/** What an SLO says is not said beside it as well: one of the two would be passed over. */
const SAID_THERE = ['name', 'target', 'period', 'indicator'] as const;

/** One placement with what it promises. */
interface Placed {
  readonly source: Source;
  readonly placement: WrittenPlacement;
  readonly all: readonly WrittenObjective[];
  /** The `signals` of its environment as written. */
  readonly signals: unknown;
  /** What can be counted there without them; null: nobody knows. */
  readonly series: readonly string[] | null;
}

/** Every objective is whole, is read where its requests are counted, and counts what no other environment's does. */
export function objectives(ground: Ground): readonly Fault[] {
  const { organisation, services, openslo } = ground;
  const slos = objectsIn(openslo);
  const environments = mapOf(mapOf(organisation.raw)?.['environments']) ?? {};
  return services
    .filter(({ sound }) => sound)
    .flatMap((source) => {
      const placed = placementsOf(source.raw, Object.keys(environments)).map(
        (placement): Placed => {
          const environment = environments[placement.environment];
          const told = surveyed(placement, environment, ground);
          return {
            source,
            placement,
            all: objectivesIn(placement, slos),
            signals: mapOf(environment)?.['signals'],
            series: ground.survey ? (told?.series ?? []) : null,
          };
        },
      );
      return [
        ...placed.flatMap((one) => [
          ...written(one, slos),
          ...one.all.flatMap((objective) => whole(one, objective)),
          ...(organisation.sound ? counted(one) : []),
        ]),
        ...sharedBetween(placed),
      ];
    });
}

/** What `objective` itself says: one way of writing it, and names of SLOs that are of this service. */
function written(one: Placed, slos: readonly OpenSloObject[]): readonly Fault[] {
  const { objective, objectives: several } = one.placement;
  if (objective !== null && several !== null) {
    const message = '"objective" and "objectives" are both there';
    return [fault(one, 'objectives', [], message, 'keep one of them')];
  }
  if (objective === null || objective['openslo'] === undefined) return [];
  const beside = SAID_THERE.filter((key) => objective[key] !== undefined);
  return [
    ...beside.map((key) => {
      const message = `"${key}" is said by the SLO of openslo/ already`;
      return fault(one, 'objective', [key], message, 'keep it in one of the two');
    }),
    ...namesIn(objective['openslo']).flatMap((name) => unfound(one, slos, name)),
  ];
}

function unfound(one: Placed, slos: readonly OpenSloObject[], name: string): readonly Fault[] {
  const named = slos.filter(({ kind }) => kind === 'SLO');
  const found = named.find((slo) => slo.name === name);
  if (!found) {
    const hint = suggest(
      name,
      named.map((slo) => slo.name),
      'SLOs in openslo/',
    );
    return [fault(one, 'objective', ['openslo'], `there is no SLO "${name}" in openslo/`, hint)];
  }
  const raw = one.source.raw;
  const own = [textOf(raw, 'service'), ...selectTexts(raw, 'aliases.#').map(({ value }) => value)];
  const service = textOf(mapOf(found.raw)?.['spec'], 'service');
  if (service === null || own.includes(service)) return [];
  const message = `the SLO "${name}" is of the service "${service}"`;
  const hint = `name one of ${own[0]}, or let its spec.service say so`;
  return [fault(one, 'objective', ['openslo'], message, hint)];
}

/** As the domain takes it, whether it was written by hand or read from an SLO. */
function whole(one: Placed, { value, key, path, from }: WrittenObjective): readonly Fault[] {
  if (key === 'objectives' && from === null) return []; // the form of the file has said so
  return faultsOf(one.source, Objective, value, (within) =>
    pathOf(one, key, from ? path : [...path, ...within]),
  );
}

/** Several objectives of a placement count the same series, in a source that has them. */
function counted(one: Placed): readonly Fault[] {
  const [first, ...others] = one.all;
  if (!first) return [];
  const { environment } = one.placement;
  const names = one.all.map(({ value }) => textOf(value, 'name') ?? 'availability');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  const differs = others.find((other) => seriesIn(other) !== seriesIn(first));
  const url = textOf(one.signals, 'url');
  const elsewhere = one.all
    .flatMap(({ from }) => from?.urls ?? [])
    .find((other) => !same(other, url));
  const say = (message: string, hint: string) => fault(one, first.key, first.path, message, hint);
  return [
    ...(twice === undefined
      ? []
      : [say(`two objectives are called "${twice}"`, 'give each a name of its own')]),
    ...(differs
      ? [
          say(
            `the objectives in ${environment} count different series, and one count is kept for each service and environment`,
            'let all of them count the same, or keep one',
          ),
        ]
      : []),
    ...(isCounted(one, first)
      ? []
      : [say(`nothing in ${environment} can count ${seriesIn(first)}`, sayWhere(one))]),
    ...(elsewhere !== undefined && url !== null
      ? [
          say(
            `its DataSource is at ${elsewhere}, and requests of ${environment} are counted at ${url}`,
            `sources of single objectives are not asked: let environments.${environment}.signals.url be the same`,
          ),
        ]
      : []),
  ];
}

/** Whether somebody there has what it counts. */
function isCounted({ signals, series }: Placed, objective: WrittenObjective): boolean {
  const counts = seriesIn(objective);
  if (counts === null || textOf(signals, 'url') !== null) return true;
  return series === null || series.includes(counts);
}

function sayWhere({ placement: { environment }, series }: Placed): string {
  const here =
    series === null || series.length === 0 ? '' : `; without one it is ${series.join(', or ')}`;
  return `name the Prometheus that has it: environments.${environment}.signals${here}`;
}

/** The same series in two environments would judge one by what the other served. */
function sharedBetween(placed: readonly Placed[]): readonly Fault[] {
  const seen = new Map<string, string>();
  return placed.flatMap((one) => {
    const [first] = one.all;
    const series = first && seriesIn(first);
    if (!first || !series || series.includes('$environment')) return [];
    const key = `${textOf(one.signals, 'url')} ${series}`;
    const { environment } = one.placement;
    const before = seen.get(key);
    seen.set(key, environment);
    if (before === undefined) return [];
    const message = `${before} and ${environment} would count the same series`;
    const hint = `say the objective under environments.${environment} alone, or with a label such as environment="$environment"`;
    return [fault(one, first.key, first.path, message, hint)];
  });
}

/** What it counts; null where that is left to the signals of the environment. */
function seriesIn({ value }: WrittenObjective): string | null {
  const read = Indicator.safeParse(mapOf(value)?.['indicator']);
  return read.success ? seriesOf(read.data) : null;
}

function same(a: string, b: string | null): boolean {
  return b === null || a.replace(/\/+$/, '') === b.replace(/\/+$/, '');
}

function fault(
  one: Placed,
  key: 'objective' | 'objectives',
  path: Path,
  message: string,
  hint: string | null,
): Fault {
  return faultAt(one.source, pathOf(one, key, path), 'value', message, hint);
}

/** Where it is written: under the environment, or at the top of the file that it inherits from. */
function pathOf({ source, placement }: Placed, key: string, path: Path): Path {
  const top = mapOf(source.raw) ?? {};
  const own = mapOf(mapOf(top['environments'])?.[placement.environment])?.[key] ?? null;
  const [step] = path;
  const isInherited =
    typeof step === 'string' &&
    Object.hasOwn(Object(top[key]), step) &&
    !Object.hasOwn(Object(own), step);
  if (own === null || isInherited) return [key, ...path];
  return ['environments', placement.environment, key, ...path];
}
