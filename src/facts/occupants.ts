import type { Fact } from './fact.ts';

/** What runs in the environment now. */
export const occupants: Fact<'occupants'> = {
  name: 'occupants',
  read: ({ records }, { environment, service }) => records.occupants(environment, service),
};
