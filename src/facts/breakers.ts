import { isStopping } from '../domain/breaker/decide.ts';
import { runsTo } from '../domain/breaker/place.ts';
import type { Fact } from './fact.ts';

/** The lines that go to the target and do not run freely. */
export const breakers: Fact<'breakers'> = {
  name: 'breakers',
  async read({ records }, about) {
    const all = await records.breakers();
    return all.filter((one) => isStopping(one) && runsTo(one, about));
  },
};
