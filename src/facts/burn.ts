import { findService, placementOf } from '../domain/catalog/find.ts';
import { openBurn } from '../domain/deployment/whole-burn.ts';
import type { Fact } from './fact.ts';

/**
 * Why all that the target's service serves burns its budget, by what the watcher has counted; null where nothing says
 * so. Where nothing was ever counted nothing burns: whether that closes the place is the budget's to say.
 */
export const burn: Fact<'burn'> = {
  name: 'burn',
  async read({ records, catalog }, about) {
    const service = findService(catalog(), about.service);
    const { objectives = [] } = (service && placementOf(service, about.environment)) ?? {};
    return objectives.length === 0 ? null : openBurn(await records.burn(about), objectives);
  },
};
