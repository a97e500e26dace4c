import type { Catalog } from '../catalog/catalog.ts';
import { isFlag, ownerNamed } from '../catalog/find.ts';
import type { ApprovalRule } from '../governance/approval.ts';
import { canonicalText } from '../kernel/canonical.ts';
import { type Change, changesBetween } from './differences.ts';

/** What a change does to the rules: whatever is not known to tighten them or to leave them is taken to loosen them. */
export type Effect = 'tightens' | 'neutral' | 'loosens';

export interface Judged extends Change {
  readonly effect: Effect;
}

/** Every change between two catalogs, each with what it does to the rules of the first. */
export function judgedBetween(before: Catalog, after: Catalog): readonly Judged[] {
  return changesBetween(before, after).map((change) => ({
    ...change,
    effect: effectOf(change, before),
  }));
}

/** One that loosens makes all of it loosen: its parts may be meant to hide in each other. */
export function effectOfAll(all: readonly Pick<Judged, 'effect'>[]): Effect {
  const effects = all.map(({ effect }) => effect);
  if (effects.includes('loosens')) return 'loosens';
  return effects.includes('tightens') ? 'tightens' : 'neutral';
}

type Judge = (change: Change, before: Catalog) => boolean;

/** `*` is any name. What stands in neither table loosens, and so does what its judge denies. */
const TIGHTENS: Readonly<Record<string, Judge>> = {
  'environments.*.protected': ({ to }) => to === true,
  'environments.*.slots': lower,
  'environments.*.deployers': narrowsChoice,
  'environments.*.channels': narrowsChoice,
  'services.*.readers': narrowsChoice,
  'people.*': (change, before) => isRemoved(change) && !ownsCode(change, before),
  'people.*.accounts': isSubset,
  'groups.*.members': (change, before) => isSubset(change) && !sitsOnBoard(change, before),
  'approvals.*': (change, before) => isAdded(change) && asksNobodyNew(change, before),
  'approvals.*.quorum': higher,
  'approvals.*.distinct': ({ to }) => to === true,
  'approvals.*.expires': (change) => change.from === undefined || lower(change),
  'blackouts.*': isAdded,
  notWhile: isAdded,
  'notWhile.*': isAdded,
  feeds: isAdded,
  'feeds.*': isAdded,
  // The first window closes all other times; a further one opens its own.
  'windows.*': (change, before) => isAdded(change) && before.windows.length === 0,
  cab: isAdded,
  secondFactor: isAdded,
  auditors: isSubset,
};

/** Words that are shown and decide nothing. */
const NEUTRAL: ReadonlySet<string> = new Set([
  'organisation',
  'environments.*.zone',
  'services.*.capability',
  'people.*.name',
  'people.*.hearsOfIncidents',
  'groups.*.mention',
  'approvals.*.remind',
  // Where a rule came from decides nothing.
  ...['approvals', 'blackouts', 'windows', 'notWhile'].map((section) => `${section}.*.because`),
  'handOffs',
  ...['environment', 'scanned', 'approved', 'live'].map((key) => `handOffs.${key}`),
  'services.*.handOffs',
  'cadences',
  'cadences.*',
  ...['to', 'services', 'days', 'at', 'zone'].map((key) => `cadences.*.${key}`),
  // Whatever rides passes every gate by itself; who lets it depart, and lets go what others hold, is a rule.
  'trains',
  'trains.*',
  ...['to', 'waves', 'days', 'at', 'zone', 'cutOff', 'remind', 'onFailure'].map(
    (key) => `trains.*.${key}`,
  ),
  'failureModes',
  'failureModes.*',
  ...['services', 'paths', 'alerts', 'says', 'mitigations'].map((key) => `failureModes.*.${key}`),
]);

/** What changing this part can do to the rules, whichever way it is changed. */
export function directionOf(path: readonly string[]): 'may tighten' | 'neutral' | 'loosens' {
  const pattern = patternOf(path);
  if (NEUTRAL.has(pattern)) return 'neutral';
  return Object.hasOwn(TIGHTENS, pattern) ? 'may tighten' : 'loosens';
}

function effectOf(change: Change, before: Catalog): Effect {
  if (definesFlag(change, before)) return 'neutral';
  const direction = directionOf(change.path);
  if (direction !== 'may tighten') return direction;
  return TIGHTENS[patternOf(change.path)]?.(change, before) ? 'tightens' : 'loosens';
}

/** What a flag could become: nobody is given anything else before that is deployed, by its rules and by its digest. */
function definesFlag({ path, from, to }: Change, { services }: Catalog): boolean {
  const [section, name, key] = path;
  const flag = section === 'services' && services.find((one) => one.name === name);
  if (!flag || !isFlag(flag) || key !== 'environments' || path.length !== 4) return false;
  const [was, is] = [withoutTarget(from), withoutTarget(to)];
  return was !== null && is !== null && canonicalText(was) === canonicalText(is);
}

function withoutTarget(placement: unknown): object | null {
  if (typeof placement !== 'object' || placement === null || !('target' in placement)) return null;
  const { target: _, ...rest } = placement;
  return rest;
}

function patternOf(path: readonly string[]): string {
  return path.map((step, i) => (i === 1 ? '*' : step)).join('.');
}

function isAdded({ from, to }: Change): boolean {
  return from === undefined && to !== undefined;
}

function isRemoved({ from, to }: Change): boolean {
  return from !== undefined && to === undefined;
}

function higher({ from, to }: Change): boolean {
  return typeof from === 'number' && typeof to === 'number' && to > from;
}

function lower({ from, to }: Change): boolean {
  return typeof from === 'number' && typeof to === 'number' && to < from;
}

function isSubset({ from, to }: Change): boolean {
  const before = listOf(from);
  return Array.isArray(to) && listOf(to).every((one) => before.includes(one));
}

/** Where none are named, all may. */
function narrowsChoice(change: Change): boolean {
  const [before, after] = [listOf(change.from), listOf(change.to)];
  return after.length > 0 && (before.length === 0 || isSubset(change));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Without them their files would be others' to approve. */
function ownsCode({ path }: Change, before: Catalog): boolean {
  const words = before.services.flatMap(({ codeOwners = [] }) =>
    codeOwners.flatMap((o) => o.owners),
  );
  return words.some((word) => {
    const owner = ownerNamed(before, word);
    return owner !== null && 'person' in owner && owner.person === path[1];
  });
}

/** A board decides by the majority of its seats: fewer seats may be fewer against. */
function sitsOnBoard({ path }: Change, { cab }: Catalog): boolean {
  return [...(cab?.groups ?? []), cab?.businessSeat].includes(path[1]);
}

/** What a rule may say that speaks of every change there; any other key may narrow it. */
const UNCONDITIONAL: ReadonlySet<string> = new Set([
  'name',
  'environments',
  'groups',
  'quorum',
  'distinct',
  'expires',
  'remind',
  'escalate',
  'because',
]);

/** Whoever approves may break the glass, and answers for the rules themselves: a new rule must not bring new ones there. */
function asksNobodyNew({ to }: Change, { approvals }: Catalog): boolean {
  if (!isRule(to)) return false;
  const same = approvals.filter(
    (rule) =>
      Object.keys(rule).every((key) => UNCONDITIONAL.has(key)) &&
      to.environments.every((one) => rule.environments.includes(one)),
  );
  const known = same.flatMap(({ groups }) => groups);
  const asked = [...to.groups, ...(to.escalate ?? []).flatMap((rung) => rung.to)];
  return asked.every((group) => known.includes(group));
}

function isRule(value: unknown): value is ApprovalRule {
  return (
    typeof value === 'object' && value !== null && 'environments' in value && 'groups' in value
  );
}
