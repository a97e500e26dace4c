import type { Deployment } from '../../../src/domain/deployment/deployment.ts';
import type { Place } from '../program/lanes.ts';
import { PLACES } from '../program/organisation.ts';
import type { Random } from '../random.ts';

/** In how many looks out of a hundred somebody meddles with a deployment that is under way. */
const MEDDLE_PERCENT = 6;

/** What people ask for at this moment: something new where nothing moves, and now and then they meddle. */
export function demands(
  open: readonly Deployment[],
  random: Random,
  places: readonly Place[] = PLACES,
): readonly string[] {
  return places.flatMap(({ service, environment, versions }) => {
    const version = random.pick(versions);
    const dice = random.between(1, 100);
    const meddling = random.pick(MEDDLING);
    const here = open.find((d) => d.service === service && d.environment === environment);
    if (!here) return [`/deploy ${service}@${version} to ${environment}`];
    if (here.hold) return dice > 50 ? [`/release ${decision(here, random)} ${here.id}`] : [];
    return dice <= MEDDLE_PERCENT ? [meddling(here)] : [];
  });
}

const MEDDLING: readonly ((d: Deployment) => string)[] = [
  ({ id }) => `/release pause ${id} because "soak"`,
  ({ id }) => `/release abort ${id} because "soak"`,
  ({ id }) => `/release skip ${id} because "soak"`,
  ({ service, environment }) => `/rollback ${service} in ${environment} because "soak"`,
];

/** A person's pause ends; what Fairway itself asks people about is given up, unless it goes back. */
export function release({ hold, kind }: Deployment): 'resume' | 'abort' {
  return hold?.by === 'fairway' && kind === 'deploy' ? 'abort' : 'resume';
}

/** The same, but now and then it is tried once more. */
function decision(d: Deployment, random: Random): 'resume' | 'abort' {
  return random.pick(['resume', release(d)] as const);
}
