import { factorOf, PAIRS } from '../../domain/verdict/burn.ts';
import type { Fault, Path } from '../fault.ts';
import type { SloSpec } from './forms.ts';
import { faultIn, findObject, type OpenSloObject } from './objects.ts';
import type { ConditionSpec, PolicySpec } from './policy-form.ts';

const PAGES = PAIRS.filter(({ severity }) => severity === 'page');
/** Thresholds are written with one decimal: 14.4, or 13.4 for 28 days. */
const ROUNDING = 0.05;

/** A policy maps where it asks for what is done anyway: both pages of the SRE workbook, and nothing else. */
export function policyFaults(
  all: readonly OpenSloObject[],
  slo: OpenSloObject,
  { alertPolicies }: SloSpec,
  period: number,
): readonly Fault[] {
  return alertPolicies.flatMap(({ alertPolicyRef = '', spec }, i) => {
    const at = ['spec', 'alertPolicies', i];
    if (spec) return conditionFaults(all, slo, [...at, 'spec'], spec, period);
    const found = findObject(all, 'AlertPolicy', alertPolicyRef);
    if (found) return conditionFaults(all, found.object, ['spec'], found.is.spec, period);
    return lost(all, slo, at, 'AlertPolicy', alertPolicyRef);
  });
}

function conditionFaults(
  all: readonly OpenSloObject[],
  one: OpenSloObject,
  at: Path,
  { conditions }: PolicySpec,
  period: number,
): readonly Fault[] {
  const read = conditions.map(({ conditionRef = '', spec }, i) => {
    const found = spec ?? findObject(all, 'AlertCondition', conditionRef)?.is.spec;
    if (found) return found;
    return lost(all, one, [...at, 'conditions', i], 'AlertCondition', conditionRef);
  });
  const faults = read.flatMap((each) => ('condition' in each ? [] : each));
  const found = read.flatMap((each) => ('condition' in each ? [each] : []));
  if (faults.length > 0 || found.length < read.length) return faults;
  const isBoth = PAGES.every((pair) => found.some((each) => isPair(each, pair, period)));
  if (isBoth && found.length === PAGES.length) return [];
  const pages = PAGES.map((pair) => {
    const factor = Number(factorOf(pair, { period }).toFixed(1));
    return `more than ${factor} over ${pair.longMs / 3_600_000}h, alertAfter ${pair.shortMs / 60_000}m`;
  });
  const message = `a version is undone when the budget burns ${pages.join(', or ')}: these conditions are others`;
  const hint = 'write these two, or leave the policy out of the SLO';
  return [faultIn(one, [...at, 'conditions'], message, hint)];
}

/** A name that leads nowhere; nothing where the object is there, since then its form is at fault. */
function lost(
  all: readonly OpenSloObject[],
  one: OpenSloObject,
  at: Path,
  kind: string,
  name: string,
): readonly Fault[] {
  if (all.some((each) => each.kind === kind && each.name === name)) return [];
  const message =
    name === '' ? `no ${kind} is named here` : `there is no ${kind} "${name}" in openslo/`;
  return [faultIn(one, at, message, 'write it in place, or leave it out')];
}

function isPair(
  { condition }: ConditionSpec,
  pair: (typeof PAGES)[number],
  period: number,
): boolean {
  const { threshold, lookbackWindow, alertAfter } = condition;
  const isNear = Math.abs(threshold - factorOf(pair, { period })) <= ROUNDING;
  return isNear && lookbackWindow === pair.longMs && alertAfter === pair.shortMs;
}
