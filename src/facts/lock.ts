import type { Fact } from './fact.ts';

/** Who has locked the target, if anybody. */
export const lock: Fact<'lock'> = {
  name: 'lock',
  read: ({ records }, { service, environment }) => records.lock({ service, environment }),
};
