import type { Catalog, Environment } from '../catalog/catalog.ts';
import { findPerson, groupsOf, membersOf, placementOf } from '../catalog/find.ts';
import { askedThere } from './slots.ts';

/** One right of one person, by which rule and through which groups; `perhaps` where it is handed on to them. */
export interface Access {
  readonly environment: string;
  readonly service: string;
  readonly person: string;
  readonly may: 'deploy' | 'approve' | 'perhaps approve';
  readonly rule: string;
  readonly groups: readonly string[];
  /** Without an account nothing of it can be used. */
  readonly account: boolean;
}

/** Who may deploy and approve what, in these environments: the whole answer, service by service. */
export function accessTo(
  environments: readonly Environment[],
  catalog: Catalog,
): readonly Access[] {
  return environments.flatMap((environment) =>
    catalog.services
      .filter((service) => placementOf(service, environment.name) !== null)
      .flatMap((service) => {
        const there = { environment: environment.name, service: service.name };
        const row = (person: string, more: Pick<Access, 'may' | 'rule' | 'groups'>): Access => {
          const account = (findPerson(catalog, person)?.accounts.length ?? 0) > 0;
          return { ...there, person, ...more, account };
        };
        const within = (person: string, groups: readonly string[]): readonly string[] =>
          groupsOf(catalog, person).filter((group) => groups.includes(group));
        const { deployers, name } = environment;
        const rule = `environments.${name}.deployers`;
        const may =
          deployers.length > 0 ? membersOf(catalog, deployers) : catalog.people.map((p) => p.id);
        const deploys = may.map((person) =>
          row(person, { may: 'deploy', rule, groups: within(person, deployers) }),
        );
        const approves = askedThere({ service, environment }, catalog).flatMap((asked) => {
          const later = [...new Set(asked.perhaps)].filter((one) => !asked.people.includes(one));
          const by = { rule: `approvals "${asked.rule}"` };
          return [
            ...asked.people.map((person) =>
              row(person, { may: 'approve', ...by, groups: within(person, asked.groups) }),
            ),
            ...later.map((person) => row(person, { may: 'perhaps approve', ...by, groups: [] })),
          ];
        });
        return [...deploys, ...approves];
      }),
  );
}
