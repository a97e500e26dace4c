import type { Indicator } from '../../domain/verdict/indicator.ts';
import type { Fault, Path } from '../fault.ts';
import { select, textOf } from '../select.ts';
import type { SloSpec } from './forms.ts';
import type { IndicatorSpec } from './indicator-form.ts';
import { faultIn, findObject, type OpenSloObject } from './objects.ts';
import { policyFaults } from './policies.ts';

/** What an SLO promises, in the words of an objective; whatever OpenSLO has no word for is said beside it. */
export interface Promised {
  readonly name: string;
  readonly target: number;
  readonly period: string;
  readonly indicator: Indicator;
}

export interface FromOpenSlo {
  readonly slo: OpenSloObject;
  readonly service: string;
  readonly promised: readonly Promised[];
  /** Where it says its requests are counted; empty: it does not. */
  readonly urls: readonly string[];
  readonly faults: readonly Fault[];
}

/** One SLO by its name; null where there is none, or its form is at fault, which has its own fault. */
export function readSlo(all: readonly OpenSloObject[], name: string): FromOpenSlo | null {
  const found = findObject(all, 'SLO', name);
  if (!found) return null;
  const { object: slo, is } = found;
  const spec: SloSpec = is.spec;
  const counted = indicatorOf(all, slo, spec);
  const [window] = spec.timeWindow;
  const period = window?.duration ?? 0;
  const faults = [...counted.faults, ...policyFaults(all, slo, spec, period)];
  const several = spec.objectives.length > 1;
  const promised = spec.objectives.flatMap(({ displayName, target, targetPercent }, i) => {
    if (!counted.indicator) return [];
    return {
      name: several ? `${name} ${displayName ?? i + 1}` : name,
      target: target ?? Number(((targetPercent ?? 0) / 100).toPrecision(12)),
      period: `${period / 60_000}m`,
      indicator: counted.indicator,
    };
  });
  return { slo, service: spec.service, promised, urls: counted.urls, faults };
}

interface Counted {
  readonly indicator: Indicator | null;
  readonly urls: readonly string[];
  readonly faults: readonly Fault[];
}

function indicatorOf(
  all: readonly OpenSloObject[],
  slo: OpenSloObject,
  { indicator, indicatorRef }: SloSpec,
): Counted {
  if (indicator) return countedBy(all, slo, ['spec', 'indicator', 'spec'], indicator.spec);
  const found = findObject(all, 'SLI', indicatorRef ?? '');
  if (found) return countedBy(all, found.object, ['spec'], found.is.spec);
  return { indicator: null, urls: [], faults: missing(all, slo, ['spec', 'indicatorRef'], 'SLI') };
}

/** What an indicator counts, and where each of its metrics says it is measured. */
function countedBy(
  all: readonly OpenSloObject[],
  one: OpenSloObject,
  at: Path,
  { ratioMetric }: IndicatorSpec,
): Counted {
  if (!ratioMetric) return { indicator: null, urls: [], faults: [] };
  const { total, good, bad } = ratioMetric;
  const metrics = { total, ...(good ? { good } : {}), ...(bad ? { bad } : {}) };
  const read = Object.entries(metrics).map(([key, { metricSource }]) => {
    const path = [...at, 'ratioMetric', key, 'metricSource'];
    return sourceOf(all, one, path, metricSource.metricSourceRef, metricSource.type);
  });
  const query = (metric: typeof good) => metric?.metricSource.spec.query;
  const [goodOnes, badOnes] = [query(good), query(bad)];
  return {
    indicator: {
      total: total.metricSource.spec.query,
      ...(badOnes === undefined ? {} : { bad: badOnes }),
      ...(goodOnes === undefined ? {} : { good: goodOnes }),
    },
    urls: [...new Set(read.flatMap(({ urls }) => urls))],
    faults: read.flatMap(({ faults }) => faults),
  };
}

function sourceOf(
  all: readonly OpenSloObject[],
  one: OpenSloObject,
  path: Path,
  ref: string | undefined,
  type: string | undefined,
): Pick<Counted, 'urls' | 'faults'> {
  if (ref === undefined) {
    const faults =
      type === undefined || isPrometheus(type) ? [] : [other(one, [...path, 'type'], type)];
    return { urls: [], faults };
  }
  const found = findObject(all, 'DataSource', ref);
  if (!found) {
    const faults = missing(all, one, [...path, 'metricSourceRef'], 'DataSource');
    return { urls: [], faults };
  }
  const { object, is } = found;
  if (!isPrometheus(is.spec.type))
    return { urls: [], faults: [other(object, ['spec', 'type'], is.spec.type)] };
  return { urls: urlsOf(is.spec.connectionDetails), faults: [] };
}

function isPrometheus(type: string): boolean {
  return type.toLowerCase() === 'prometheus';
}

function other(one: OpenSloObject, path: Path, type: string): Fault {
  const message = `requests are counted in Prometheus and what speaks its API, not in "${type}"`;
  return faultIn(one, path, message, 'name a DataSource of type Prometheus');
}

/** OpenSLO leaves its shape to each source: a section, or a list of them. */
function urlsOf(details: unknown): readonly string[] {
  const all = Array.isArray(details) ? details : [details];
  return all.flatMap((one) => textOf(one, 'url') ?? []);
}

/** A name that leads nowhere; nothing where the object is there, since then its form is at fault. */
function missing(
  all: readonly OpenSloObject[],
  one: OpenSloObject,
  path: Path,
  kind: string,
): readonly Fault[] {
  const named = select(one.raw, path.join('.'))[0]?.value;
  const known = all.filter((each) => each.kind === kind).map(({ name }) => name);
  if (typeof named !== 'string' || known.includes(named)) return [];
  const hint = known.length === 0 ? `there is no ${kind}` : `there are ${known.join(', ')}`;
  return [faultIn(one, path, `there is no ${kind} "${named}" in openslo/`, hint)];
}
