import type { Artifact } from '../artifact/artifact.ts';
import type { Catalog, Environment, Placement, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { GateConfig } from '../gates/index.ts';
import type { ApprovalRule, ApprovalSlot } from '../governance/approval.ts';
import { canonicalText } from '../kernel/canonical.ts';
import { makePlan, type StrategyConfig } from '../strategies/index.ts';
import { type Deployment, FRESH } from './deployment.ts';

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
  readonly channel: string | null;
  readonly withdrawMs: number;
}

export type Draft = Omit<Deployment, 'id' | 'requestedAt' | 'expiresAt' | 'wakeAt'>;

/**
 * The deployment as it would be: plan and gates frozen, approvals resolved to people, all bound by
 * one digest. `digest` is SHA-256 in hexadecimal.
 */
export function draft(ask: Ask, catalog: Catalog, digest: (text: string) => string): Draft {
  const plan = makePlan(ask.strategy, { criteria: ask.placement.criteria });
  const gates = gatesFor(ask, catalog);
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
    plan,
    planDigest: seal(bound, catalog.version, digest),
    gates,
    requestedBy: ask.requestedBy,
    because: ask.because,
    fixes: ask.fixes ?? null,
    channel: ask.channel,
    ...unstarted,
  };
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

/** The approval rules that speak about this service in this environment, with their people. */
function slotsFor(
  service: Service,
  environment: Environment,
  catalog: Catalog,
): readonly ApprovalSlot[] {
  return catalog.approvals
    .filter((rule) => speaksOf(rule, service, environment))
    .map((rule) => {
      const groups = rule.groups.flatMap((g) => (g === 'owners' ? service.owners : [g]));
      return {
        rule: rule.name,
        groups: [...new Set(groups)],
        people: membersOf(catalog, groups),
        quorum: rule.quorum,
      };
    });
}

function gatesFor(ask: Ask, catalog: Catalog): readonly GateConfig[] {
  const slots = slotsFor(ask.service, ask.environment, catalog);
  const approval: GateConfig = { kind: 'approval', slots, withdrawMs: ask.withdrawMs };
  return [
    { kind: 'order' },
    ...(slots.length > 0 ? [approval] : []),
    { kind: 'blackout' },
    { kind: 'lock' },
    { kind: 'concurrency', slots: ask.environment.slots },
  ];
}

function speaksOf(rule: ApprovalRule, service: Service, environment: Environment): boolean {
  const named = rule.services === undefined || rule.services.includes(service.name);
  const tagged = rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag));
  return rule.environments.includes(environment.name) && named && tagged;
}
