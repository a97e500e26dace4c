import { isOver } from '../../src/domain/deployment/deployment.ts';
import type { Rider } from '../../src/domain/governance/departure.ts';
import { type Ridden, servicesOf } from './train-life.ts';

/** As late as a departure may leave. */
const LATE_MS = 15 * 60_000;
/** Between two looks at a departure under way, and the time of the look. */
const LOOK_MS = 15_000;

/** Everything that is wrong with a departure, in words; nothing where all laws hold. */
export function faultsOf(ridden: Ridden): readonly string[] {
  const { d, wrong } = ridden;
  if (!d) return ['the departure is gone'];
  const over = d.state === 'over' && d.wakeAt === null ? [] : [`it is ${d.state}`];
  return [...wrong, ...over, ...d.riders.flatMap((one) => ofRider(ridden, one)), ...waves(ridden)];
}

/** Each ready one is asked for exactly once, or is off for a cause that there was; no other ever is. */
function ofRider({ ride, deployments, left }: Ridden, rider: Rider): readonly string[] {
  const { service, state, why, deployment } = rider;
  const own: readonly string[] = deployments
    .filter((one) => one.service === service)
    .map(({ id }) => id);
  const said = left.filter((id) => own.includes(id));
  if (own.length > 1) return [`${service} was asked for as ${own}`];
  if (said.length !== own.length || (own[0] ?? null) !== deployment) {
    return [`${service}: it is ${own}, its rider has ${deployment}, the ledger ${said}`];
  }
  if (service === servicesOf(ride).unmarked) {
    return own.length === 0 && state === 'off' ? [] : [`${service} went without its mark`];
  }
  if (own.length === 1) return [];
  return mayStay(ride, why ?? '') ? [] : [`${service} was not asked for: ${state}, ${why}`];
}

/** Nobody was there for too long, or the train stopped since the first failed. */
function mayStay({ awayMs, onFailure, version }: Ridden['ride'], why: string): boolean {
  const missed = awayMs > LATE_MS && /missed, Fairway was not there until/.test(why);
  return missed || (onFailure === 'stop' && version !== '1.1.0' && /stopped/.test(why));
}

/** The second wave comes after the first and not long after; it stays, and says so, where the train stops. */
function waves({ ride, d, deployments }: Ridden): readonly string[] {
  const { first } = servicesOf(ride);
  const before = deployments.find(({ service }) => service === first);
  const behind = deployments.filter(({ service }) => service !== first);
  const due = before?.finishedAt ?? d?.departsAt ?? 0;
  const early = before && !isOver(before) ? behind : behind.filter((o) => o.requestedAt < due);
  const late = deployments.filter((one) => {
    const from = one === before ? (d?.departsAt ?? 0) : due;
    return one.requestedAt - from > LATE_MS + LOOK_MS;
  });
  const stops = ride.onFailure === 'stop' && before?.status === 'failed';
  const silent = (d?.riders ?? []).filter(
    (one) => stops && /^(second|third)/.test(one.service) && !/train stopped/.test(one.why ?? ''),
  );
  return [
    ...early.map(({ id, service }) => `${service} (${id}) went before the first wave was over`),
    ...late.map(({ id, service }) => `${service} (${id}) went when nobody expected it any more`),
    ...silent.map(({ service, why }) => `${service} does not say that the train stopped: ${why}`),
  ];
}
