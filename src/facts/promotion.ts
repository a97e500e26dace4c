import { findService, pathOf } from '../domain/catalog/find.ts';
import type { Fact } from './fact.ts';

/** Where this digest has already proved itself, over the environments that come before. */
export const promotion: Fact<'promotion'> = {
  name: 'promotion',
  async read({ records, catalog }, about) {
    const service = findService(catalog(), about.service);
    if (!service) throw new Error(`${about.service} is no longer in the catalogue`);
    const path = pathOf(catalog(), service).map((e) => e.name);
    const earlier = path.slice(0, Math.max(0, path.indexOf(about.environment)));
    return Promise.all(
      earlier.map(async (environment) => ({
        environment,
        verified: await records.isVerified({ service: about.service, environment }, about.digest),
      })),
    );
  },
};
