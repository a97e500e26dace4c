import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import type { ApprovalRule, ApprovalSlot } from '../governance/approval.ts';
import { canonicalText } from '../kernel/canonical.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
}

/** The approval rules that speak about this, each with its people and its version as they are now. */
export function slotsFor(
  asked: Asked,
  catalog: Catalog,
  digest: (text: string) => string,
): readonly ApprovalSlot[] {
  return catalog.approvals
    .filter((rule) => speaksOf(rule, asked))
    .map((rule) => {
      const groups = rule.groups.flatMap((g) => (g === 'owners' ? asked.service.owners : [g]));
      return {
        rule: rule.name,
        groups: [...new Set(groups)],
        people: membersOf(catalog, groups),
        quorum: rule.quorum,
        version: digest(canonicalText(rule)),
        ...(rule.distinct ? { distinct: true } : {}),
        ...(rule.expires === undefined ? {} : { expiresMs: rule.expires }),
      };
    });
}

function speaksOf(rule: ApprovalRule, { service, environment }: Asked): boolean {
  const named = rule.services === undefined || rule.services.includes(service.name);
  const tagged = rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag));
  return rule.environments.includes(environment.name) && named && tagged;
}
