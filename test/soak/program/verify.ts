import { type Deployment, isOver } from '../../../src/domain/deployment/deployment.ts';
import { isSameTarget } from '../../../src/domain/kernel/target.ts';
import type { EffectSeen, KeySeen } from './chronicle.ts';

type Keys = ReadonlyMap<string, KeySeen>;

interface Place {
  readonly deployment: string;
  readonly step: number;
  readonly attempt: number;
}

/** `D-12:3:1` → deployment, step, attempt (ports/deployer.ts: the idempotency key). */
function placeOf(key: string): Place {
  const [deployment = '', step, attempt] = key.split(':');
  return { deployment, step: Number(step), attempt: Number(attempt) };
}

/**
 * Effects that happened twice: the same one under one key, or a step that was asked for under a
 * second key although the first had not surely failed.
 */
export function doubledEffects(effects: readonly EffectSeen[], keys: Keys): readonly string[] {
  const seen = new Set<string>();
  const twice = effects.flatMap(({ key, kind, detail }) => {
    const name = `${key} ${kind} ${detail}`;
    if (seen.has(name)) return [`happened twice: ${name}`];
    seen.add(name);
    return [];
  });
  const again = [...keys.values()].flatMap(({ key, kind, outcome }) => {
    const { deployment, step, attempt } = placeOf(key);
    const next = `${deployment}:${step}:${attempt + 1}`;
    const doubled = keys.has(next) && outcome.state !== 'failed';
    return doubled ? [`${kind} asked for again as ${next} while ${key} was ${outcome.state}`] : [];
  });
  return [...twice, ...again];
}

/**
 * Effects of somebody who should have stopped: an earlier step after a later one, or a deployment that
 * still acts on a target after another one did. Pulls are left out, which the fleet does in its own time.
 */
export function staleEffects(effects: readonly EffectSeen[]): readonly string[] {
  const stale: string[] = [];
  const steps = new Map<string, number>();
  const owners = new Map<string, { current: string; readonly past: Set<string> }>();
  for (const effect of effects.filter(({ kind }) => kind !== 'prestage')) {
    const { deployment, step } = placeOf(effect.key);
    const target = `${effect.service}/${effect.environment}`;
    if (step < (steps.get(deployment) ?? 0)) stale.push(`${effect.key} came after a later step`);
    steps.set(deployment, Math.max(step, steps.get(deployment) ?? 0));
    const owner = owners.get(target) ?? { current: deployment, past: new Set() };
    owners.set(target, owner);
    if (owner.past.has(deployment)) stale.push(`${effect.key} came after ${owner.current} acted`);
    if (owner.current !== deployment) owner.past.add(owner.current);
    owner.current = deployment;
  }
  return stale;
}

/** What every successful deployment must have had done, whatever was skipped. */
const NEEDED: readonly string[] = ['prestage', 'start', 'finish'];

/** Effects that a success claims and the fleet never did; promised deployments that are nowhere. */
export function lostEffects(
  deployments: readonly Deployment[],
  keys: Keys,
  promised: readonly string[],
  kinds: readonly string[] = NEEDED,
): readonly string[] {
  const known = new Set<string>(deployments.map(({ id }) => id));
  const nowhere = promised.filter((id) => !known.has(id)).map((id) => `${id} was promised`);
  const missing = deployments
    .filter(({ status }) => status === 'succeeded')
    .flatMap((d) =>
      d.plan.flatMap((step, i) => {
        const last = step.kind === 'shift' && step.percent === 100;
        // Going back before anybody was shown the new version finds all of the traffic there already.
        const found = d.kind === 'rollback' && kinds !== NEEDED;
        // What one returns to was pulled before anybody met the new version, and is not pulled again.
        const pulled = d.kind === 'rollback' && step.kind === 'prestage';
        const needed = last ? !found : kinds.includes(step.kind) && !pulled;
        return needed && !wasDone(d.id, i, keys) ? [`${d.id} step ${i} ${step.kind}`] : [];
      }),
    );
  return [...nowhere, ...missing];
}

function wasDone(id: string, step: number, keys: Keys): boolean {
  return [1, 2, 3, 4, 5, 6].some(
    (attempt) => keys.get(`${id}:${step}:${attempt}`)?.outcome.state === 'done',
  );
}

/** Neither over nor waiting for somebody by name with a reason. */
export function strandedIn(deployments: readonly Deployment[]): readonly string[] {
  return deployments.filter((d) => !isOver(d) && !asksPeople(d, deployments)).map(sayState);
}

export function isParked({ hold }: Deployment): boolean {
  return hold !== null && hold.why !== '' && (hold.asks.length > 0 || hold.by !== 'fairway');
}

/** It asks people by name, or waits for the slot of one that does: what they decide ends both waits. */
export function asksPeople(d: Deployment, all: readonly Deployment[]): boolean {
  const isBehind = d.status === 'pending' && d.waiting.some(({ code }) => code === 'slot');
  const holder = all.find((one) => one.status === 'running' && isSameTarget(one, d));
  return isParked(d) || (isBehind && holder !== undefined && isParked(holder));
}

export function sayState(d: Deployment): string {
  const { phase, silence, attempt } = d.progress;
  const wait = d.waiting.map(({ code }) => code).join(' ');
  const wake = d.wakeAt === null ? 'asleep' : `due in ${d.wakeAt - Date.now()} ms`;
  const what = `${d.id} ${d.kind} ${d.service} ${d.artifact.version} ${d.status}`;
  return `${what} at step ${d.cursor}.${attempt} ${phase}, ${wake} ${wait} ${d.hold?.why ?? ''} ${silence ?? ''}`;
}

/** Targets where something else serves than what the last success put there. */
export function strayTargets(
  deployments: readonly Deployment[],
  serving: ReadonlyMap<string, string | null>,
): readonly string[] {
  return [...serving].flatMap(([target, version]) => {
    const here = deployments.filter((d) => `${d.service}/${d.environment}` === target);
    if (here.some((d) => !isOver(d))) return []; // parked: traffic stays where it was
    const done = here.filter((d) => d.status === 'succeeded');
    const last = done.toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0)).at(-1);
    if (!last || last.artifact.version === version) return [];
    return [`${target} serves ${version}, ${last.id} left ${last.artifact.version}`];
  });
}
