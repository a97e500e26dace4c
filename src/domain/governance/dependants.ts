import { z } from 'zod';

/**
 * How a rule asks the owners of what depends on the service: any one of them all, or each by itself, so that nobody
 * answers for what is somebody else's. `depth` is how many steps of `dependsOn` count; left out, all do. Where `each`
 * would ask more than `most`, the other groups of the rule decide in their place.
 */
export const AskDependants = z.strictObject({
  ask: z.enum(['any', 'each']).default('any'),
  depth: z.number().int().min(1).optional(),
  most: z.number().int().min(1).max(10).default(5),
});

/** What stands on the service, for which these people answer though they may have no part in the service itself. */
export const Stake = z.object({
  /** What they own of it; a service that names its readers is counted and not named. */
  dependants: z.array(z.string()).readonly(),
  /** They decide in the place of so many owners, more than the rule asks one by one. */
  instead: z.object({ owners: z.number().int(), most: z.number().int() }).optional(),
});
export type Stake = z.infer<typeof Stake>;

interface Owned {
  readonly owners: readonly string[];
}

/** Whatever has the same owners is one. In the order in which they are met. */
export function ownersApart<One extends Owned>(
  near: readonly One[],
): readonly { readonly groups: readonly string[]; readonly owned: readonly One[] }[] {
  const met = new Map<string, { groups: readonly string[]; owned: One[] }>();
  for (const one of near) {
    const groups = [...new Set(one.owners)].toSorted();
    const found = met.get(groups.join(' '));
    if (found) found.owned.push(one);
    else met.set(groups.join(' '), { groups, owned: [one] });
  }
  return [...met.values()];
}

/** The groups whose turn on call counts for a requirement. Nobody else's counts for the owners of something else. */
export function dutyOf(
  { groups, stake }: { readonly groups: readonly string[]; readonly stake?: Stake | undefined },
  owners: readonly string[],
): readonly string[] {
  return stake && !stake.instead ? groups : [...groups, ...owners];
}

const MOST_NAMED = 3;

/** ` (checkout and till depend on shop)`, or nothing for those who are asked about the service itself. */
export function whyAsked({ stake }: { readonly stake?: Stake | undefined }, service: string) {
  return stake ? ` (${sayStake(stake, service)})` : '';
}

function sayStake({ dependants, instead }: Stake, service: string): string {
  if (instead) {
    const { owners, most } = instead;
    return `${owners} owners of what depends on ${service} are more than the ${most} asked one by one`;
  }
  if (dependants.length === 0) return `what they own depends on ${service}`;
  const more = dependants.length - MOST_NAMED;
  const named = [...dependants.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])];
  const last = named.at(-1);
  return named.length === 1
    ? `${last} depends on ${service}`
    : `${named.slice(0, -1).join(', ')} and ${last} depend on ${service}`;
}
