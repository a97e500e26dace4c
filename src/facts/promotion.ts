import { findService, pathOf } from '../domain/catalog/find.ts';
import type { Subject } from '../domain/kernel/subject.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Fact, Sources } from './fact.ts';

/**
 * Where this digest has already proved itself, over the environments that come before: what waits, by the
 * configuration in force; what runs, by the one it was planned under.
 */
export const promotion: Fact<'promotion'> = {
  name: 'promotion',
  async read({ records, catalog, configurations }, about) {
    const rules = about.configuration ? await configurations.at(about.configuration) : catalog();
    const service = findService(rules, about.service);
    const path = service ? pathOf(rules, service).map((e) => e.name) : [];
    const place = path.indexOf(about.environment);
    if (place === -1) {
      throw new Error(`${about.service} in ${about.environment} is no longer in the configuration`);
    }
    const earlier = path.slice(0, place);
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
