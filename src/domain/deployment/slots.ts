import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf } from '../catalog/find.ts';
import { type ApprovalRule, type ApprovalSlot, ON_CALL } from '../governance/approval.ts';
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
      const groups = meant(rule.groups, asked);
      return {
        rule: rule.name,
        groups,
        people: membersOf(catalog, groups),
        quorum: rule.quorum,
        version: digest(canonicalText(rule)),
        ...(rule.distinct ? { distinct: true } : {}),
        ...(rule.expires === undefined ? {} : { expiresMs: rule.expires }),
        ...(rule.remind === undefined ? {} : { remindMs: rule.remind }),
        ...(rule.escalate ? { escalate: ladderOf(rule.escalate, groups, asked, catalog) } : {}),
      };
    });
}

function meant(groups: readonly string[], { service }: Asked): readonly string[] {
  return [...new Set(groups.flatMap((g) => (g === 'owners' ? service.owners : [g])))];
}

/** Each rung with everybody it could come to mean; who is on call is known when it is due. */
function ladderOf(
  ladder: NonNullable<ApprovalRule['escalate']>,
  groups: readonly string[],
  asked: Asked,
  catalog: Catalog,
): NonNullable<ApprovalSlot['escalate']> {
  const near = [...groups, ...asked.service.owners];
  const turns = (catalog.onCall ?? []).filter((one) => near.includes(one.group));
  return ladder.map(({ after, to }) => {
    const named = meant(to, asked);
    const onCall = named.includes(ON_CALL) ? turns.flatMap((one) => one.people) : [];
    const people = [...new Set([...membersOf(catalog, named), ...onCall])];
    return { afterMs: after, to: named, people };
  });
}

function speaksOf(rule: ApprovalRule, { service, environment }: Asked): boolean {
  const named = rule.services === undefined || rule.services.includes(service.name);
  const tagged = rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag));
  return rule.environments.includes(environment.name) && named && tagged;
}
