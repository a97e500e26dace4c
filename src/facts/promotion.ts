import { findService, pathOf } from '../domain/catalog/find.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Fact, Sources } from './fact.ts';

/** Where this digest has already proved itself, over the environments that come before. */
export const promotion: Fact<'promotion'> = {
  name: 'promotion',
  async read({ records, catalog }, about) {
    const service = findService(catalog(), about.service);
    if (!service) throw new Error(`${about.service} is no longer in the catalogue`);
    const path = pathOf(catalog(), service).map((e) => e.name);
    const earlier = path.slice(0, Math.max(0, path.indexOf(about.environment)));
    return Promise.all(
      earlier.map(async (environment) => {
        const target = { service: about.service, environment };
        const verified = await records.isVerified(target, about.digest);
        return {
          environment,
          verified,
          underway: verified ? null : await comes(records, target, about),
        };
      }),
    );
  },
};

const MOST = 20;

/** The deployment that brings this digest there, if one is under way. */
async function comes(records: Sources['records'], target: Target, { digest }: Subject) {
  const open = await records.deployments({
    ...target,
    statuses: ['running', 'pending'],
    limit: MOST,
  });
  const bringing = open.find((d) => d.kind === 'deploy' && d.artifact.digest === digest);
  return bringing?.id ?? null;
}
