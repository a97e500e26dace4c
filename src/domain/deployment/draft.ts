import type { Artifact } from '../artifact/artifact.ts';
import type { Catalog, Environment, Placement, Service } from '../catalog/catalog.ts';
import { placementOf } from '../catalog/find.ts';
import type { GateConfig } from '../gates/index.ts';
import { matches } from '../governance/code-owners.ts';
import { notWhileOf } from '../governance/not-while.ts';
import { canonicalText } from '../kernel/canonical.ts';
import { fearedIn, whyFeared } from '../risk/failure-mode.ts';
import type { Risk } from '../risk/risk.ts';
import { makePlan, type StrategyConfig } from '../strategies/index.ts';
import { isRefused } from '../strategies/too-little.ts';
import { closingOf } from '../verdict/budget.ts';
import { boardFor } from './board-for.ts';
import { type Deployment, FRESH, type Rejected } from './deployment.ts';
import { glassFor } from './glass-for.ts';
import type { Planned } from './planned.ts';
import { withSecondPerson } from './second-person.ts';
import { slotsFor } from './slots.ts';

/** All that a request is made of, resolved before anything is decided. */
export interface Ask {
  readonly service: Service;
  readonly environment: Environment;
  readonly placement: Placement;
  readonly strategy: StrategyConfig;
  readonly artifact: Artifact;
  readonly previous: Artifact | null;
  readonly requestedBy: string;
  readonly because: string | null;
  readonly fixes?: string | null;
  readonly fixesUnknown?: true | undefined;
  readonly channel: string | null;
  readonly rejected?: Rejected | null;
  readonly withdrawMs: number;
  /** Who wrote what changes, as far as it is known. */
  readonly authors?: readonly string[];
  /** Which files change; null where nobody knows. */
  readonly paths?: readonly string[] | null;
  /** Whether either was said at all. */
  readonly traced?: boolean;
  /** What there is to fear of it; left out where nobody asked. */
  readonly risk?: Risk;
  /** It is asked for as the fix of what stopped a line that goes there. */
  readonly mendsLine?: boolean;
  /** When it is to start; left out or null: as soon as it may. */
  readonly planned?: Planned | null;
}

export type Draft = Omit<Deployment, 'id' | 'requestedAt' | 'expiresAt' | 'wakeAt'>;

/**
 * The deployment as it would be: plan and gates frozen, approvals resolved to people, all bound by
 * one digest. `digest` is SHA-256 in hexadecimal.
 */
export function draft(ask: Ask, catalog: Catalog, digest: (text: string) => string): Draft {
  const plan = makePlan(ask.strategy, ask.placement);
  const gates = gatesFor(ask, catalog, digest);
  const bound = {
    service: ask.service.name,
    environment: ask.environment.name,
    artifact: ask.artifact,
    previous: ask.previous,
    plan,
    gates,
  };
  return {
    kind: 'deploy',
    service: ask.service.name,
    environment: ask.environment.name,
    artifact: ask.artifact,
    previous: ask.previous,
    strategy: ask.strategy.kind,
    ...pickedFor(ask),
    plan,
    planDigest: seal(bound, catalog.version, digest),
    configuration: catalog.version,
    gates,
    glass: glassFor(ask, gates, catalog),
    requestedBy: ask.requestedBy,
    because: ask.because,
    fixes: ask.fixes ?? null,
    ...(ask.fixesUnknown ? { fixesUnknown: true as const } : {}),
    rejected: ask.rejected ?? null,
    traced: ask.traced ?? false,
    channel: ask.channel,
    ...(ask.authors?.length ? { authors: ask.authors } : {}),
    ...(ask.risk ? { risk: ask.risk } : {}),
    ...fearedFor(ask, catalog),
    ...unstarted,
  };
}

/** Whoever names a strategy for once has picked it themselves. */
function pickedFor({ strategy, placement }: Ask): Pick<Draft, 'picked'> {
  const { picked } = placement;
  return picked && strategy === placement.strategy ? { picked } : {}; // one of the same kind may have been typed
}

/** What those who were woken by it wrote down of changes like this one. */
function fearedFor({ service, paths = null }: Ask, catalog: Catalog): Pick<Draft, 'feared'> {
  const all = fearedIn(catalog.failureModes ?? [], { service: service.name, paths }, matches);
  const feared = all.map((one) => ({ name: one.mode.name, why: whyFeared(one) }));
  return feared.length > 0 ? { feared } : {};
}

type Bound = Pick<
  Deployment,
  'service' | 'environment' | 'artifact' | 'previous' | 'plan' | 'gates'
>;

/** The digest an approval is bound to: what goes where, by which steps, under which configuration. */
export function seal(
  { service, environment, artifact, previous, plan, gates }: Bound,
  configuration: string,
  digest: (text: string) => string,
): string {
  const bound = { service, environment, artifact, previous, plan, gates, configuration };
  return digest(canonicalText(bound));
}

/** A deployment to which nothing has happened yet. */
export const unstarted = {
  status: 'pending',
  cursor: 0,
  progress: FRESH,
  approvals: [],
  hold: null,
  waiting: [],
  startedAt: null,
  exposedAt: null,
  finishedAt: null,
  outcome: null,
  rollbackOf: null,
  rolledBackBy: null,
  revision: 0,
} as const satisfies Partial<Deployment>;

/** Every gate it must pass, whoever asks and whatever strategy, trigger or path brings it there. */
export function gatesFor(
  ask: Pick<Ask, 'service' | 'environment' | 'previous' | 'requestedBy' | 'withdrawMs'> &
    Partial<Pick<Ask, 'strategy'>> &
    Pick<Ask, 'authors' | 'paths' | 'planned' | 'risk' | 'mendsLine' | 'fixes'>,
  catalog: Catalog,
  digest: (text: string) => string,
): readonly GateConfig[] {
  const slots = withSecondPerson(slotsFor(ask, catalog, digest), ask, catalog);
  const approval: GateConfig = {
    kind: 'approval',
    slots,
    withdrawMs: ask.withdrawMs,
    ...(ask.authors?.length ? { excluded: ask.authors } : {}),
  };
  return [
    { kind: 'order' },
    ...(slots.length > 0 ? [approval] : []),
    ...boardFor(ask, catalog),
    ...(ask.planned ? [{ kind: 'schedule', ...ask.planned } as const] : []),
    { kind: 'blackout' },
    ...budgetGates(ask),
    ...incidentGate(ask, catalog),
    { kind: 'breaker' },
    { kind: 'lock' },
    { kind: 'turn' },
    { kind: 'concurrency', slots: ask.environment.slots },
    ...powerGate(ask),
  ];
}

/** Only where something is promised, and the first only where what has spent it is closed. */
function budgetGates({ service, environment }: Pick<Ask, 'service' | 'environment'>) {
  const placement = placementOf(service, environment.name);
  if (!placement?.objectives?.length) return [];
  const owners = [...service.owners];
  const burn = { kind: 'burn', owners } as const;
  return closingOf(placement).length > 0 ? [{ kind: 'budget', owners } as const, burn] : [burn];
}

/** Only where a rule speaks of it. */
function incidentGate(
  { service, environment }: Pick<Ask, 'service' | 'environment'>,
  { notWhile = [] }: Catalog,
) {
  const target = { service: service.name, environment: environment.name };
  const rules = notWhileOf(notWhile, target).map(({ name, incident }) => ({ name, incident }));
  return rules.length > 0 ? [{ kind: 'incident', rules } as const] : [];
}

/** Only where a request is refused for it: what ends an incident goes all the same, unless power is required. */
function powerGate({
  service,
  environment,
  fixes = null,
  strategy = placementOf(service, environment.name)?.strategy,
}: Pick<Ask, 'service' | 'environment' | 'fixes'> & Partial<Pick<Ask, 'strategy'>>) {
  if (strategy?.kind !== 'canary') return [];
  const required = isRefused(strategy, environment, 'not known');
  const asks = required || (fixes === null && isRefused(strategy, environment, 'too little'));
  return asks ? [{ kind: 'power', required } as const] : [];
}
