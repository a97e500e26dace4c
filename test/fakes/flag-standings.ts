import type { Target } from '../../src/domain/kernel/target.ts';
import { type FlagStanding, type FlagStandings, NOTHING_THERE } from '../../src/ports/flags.ts';

/** Flags as a process keeps them that never ends. */
export function createMemoryStandings(): FlagStandings {
  const all = new Map<string, FlagStanding>();
  const keyOf = ({ service, environment }: Target): string => `${service}/${environment}`;
  const read = (target: Target): FlagStanding => all.get(keyOf(target)) ?? NOTHING_THERE;
  return {
    read: async (target) => read(target),
    async decide(target, decide) {
      const { standing, answer } = decide(read(target));
      if (standing) all.set(keyOf(target), standing);
      return answer;
    },
  };
}
