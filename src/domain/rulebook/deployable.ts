import type { Catalog } from '../catalog/catalog.ts';
import { findPerson, membersOf } from '../catalog/find.ts';
import type { Finding } from './finding.ts';

/** Somebody may deploy to every environment: of the groups it names, one has somebody with an account. */
export function deployable(catalog: Catalog): readonly Finding[] {
  return catalog.environments.flatMap(({ name, deployers }): Finding[] => {
    const people =
      deployers.length === 0 ? catalog.people.map((p) => p.id) : membersOf(catalog, deployers);
    const able = people.filter((id) => (findPerson(catalog, id)?.accounts.length ?? 0) > 0);
    if (able.length > 0) return [];
    const named = deployers.length === 0 ? 'anybody' : `nobody but ${deployers.join(' and ')}`;
    return [
      {
        about: `environment ${name}`,
        what: `nobody may deploy to ${name}`,
        example: `it takes deployments from ${named}, and none of them has an account that could ask`,
      },
    ];
  });
}
