import type { Catalog, Environment, Service } from '../catalog/catalog.ts';
import { membersOf, peopleNamed } from '../catalog/find.ts';
import {
  type ApprovalRule,
  type ApprovalSlot,
  CODE_OWNERS,
  ON_CALL,
} from '../governance/approval.ts';
import { matches } from '../governance/code-owners.ts';
import { dutyOf } from '../governance/dependants.ts';
import { canonicalText } from '../kernel/canonical.ts';
import { isAtLeast, type Risk } from '../risk/risk.ts';
import { type Holder, holdersOf, meant } from './holders.ts';

interface Asked {
  readonly service: Service;
  readonly environment: Environment;
  /** Which files change; nobody knows where there is no list. */
  readonly paths?: readonly string[] | null;
  /** What there is to fear; where nobody knows, every rule about it speaks. */
  readonly risk?: Pick<Risk, 'level'>;
}

export interface AskedByRule {
  readonly rule: string;
  readonly groups: readonly string[];
  readonly people: readonly string[];
  /** Whom it asks besides: when these do not answer, or for certain files. */
  readonly perhaps: readonly string[];
}

/** The approval rules that speak about this, each with its people and its version as they are now. */
export function slotsFor(
  asked: Asked,
  catalog: Catalog,
  digest: (text: string) => string,
): readonly ApprovalSlot[] {
  return catalog.approvals
    .filter((rule) => speaksOf(rule, asked))
    .flatMap((rule) =>
      holdersOf(rule, asked, catalog).map((holder) => ({
        rule: holder.name,
        groups: holder.groups,
        people: [...new Set([...membersOf(catalog, holder.groups), ...holder.persons])],
        quorum: rule.quorum,
        version: digest(canonicalText(rule)),
        persons: holder.persons,
        unread: isAboutFiles(rule) && asked.paths == null,
        patterns: patternsFor(rule, holder, asked.paths),
        stake: holder.stake,
        distinct: rule.distinct,
        expiresMs: rule.expires,
        remindMs: rule.remind,
        escalate: rule.escalate && ladderOf(rule.escalate, holder, asked, catalog),
      })),
    );
}

function isAboutFiles(rule: ApprovalRule): boolean {
  return rule.paths !== undefined || rule.groups.includes(CODE_OWNERS);
}

const MOST_PATTERNS = 20;

/** By which patterns these people are asked about the files that change; left out where by none. */
function patternsFor(
  { paths: own = [] }: ApprovalRule,
  { patterns }: Holder,
  paths: Asked['paths'],
): readonly string[] | undefined {
  const all = patterns ?? own.filter((one) => paths?.some((path) => matches(one, path)));
  return all.length > 0 ? all.slice(0, MOST_PATTERNS) : undefined;
}

/** One thing a rule asks for: so many of these people, which nothing else it asks for replaces. */
interface Requirement {
  readonly rule: ApprovalRule;
  readonly groups: readonly string[];
  readonly people: readonly string[];
  readonly perhaps: readonly string[];
}

/** All that these rules ask for there, whichever files change. */
export function requirementsThere(asked: Asked, catalog: Catalog): readonly Requirement[] {
  const everywhere = { service: asked.service, environment: asked.environment, paths: null };
  return catalog.approvals
    .filter((rule) => speaksOf(rule, everywhere))
    .flatMap((rule) => {
      const byFiles = rule.groups.includes(CODE_OWNERS) ? codeOwnersOf(asked.service, catalog) : [];
      return holdersOf(rule, everywhere, catalog).map((holder) => {
        const rungs = ladderOf(rule.escalate ?? [], holder, asked, catalog);
        const perhaps = [...rungs.flatMap((rung) => rung.people), ...byFiles];
        const { groups } = holder;
        return { rule, groups, people: membersOf(catalog, groups), perhaps };
      });
    });
}

/** The people each of these rules may come to ask there, whichever files change and for which of its requirements. */
export function askedThere(asked: Asked, catalog: Catalog): readonly AskedByRule[] {
  const all = requirementsThere(asked, catalog);
  return [...new Set(all.map(({ rule }) => rule))].map((rule) => {
    const own = all.filter((one) => one.rule === rule);
    const groups = [...new Set(own.flatMap((one) => one.groups))];
    const perhaps = own.flatMap((one) => one.perhaps);
    return { rule: rule.name, groups, people: membersOf(catalog, groups), perhaps };
  });
}

/** Everybody who owns any file of the service. */
function codeOwnersOf({ codeOwners = [] }: Service, catalog: Catalog): readonly string[] {
  const words = codeOwners.flatMap(({ owners }) => owners);
  return peopleNamed(catalog, words);
}

/** Each rung with everybody it could come to mean; who is on call is known when it is due. */
function ladderOf(
  ladder: NonNullable<ApprovalRule['escalate']>,
  holder: Holder,
  asked: Asked,
  catalog: Catalog,
): NonNullable<ApprovalSlot['escalate']> {
  const near = dutyOf(holder, asked.service.owners);
  const turns = (catalog.onCall ?? []).filter((one) => near.includes(one.group));
  return ladder.map(({ after, to }) => {
    const named = meant(to, asked.service);
    const onCall = named.includes(ON_CALL) ? turns.flatMap((one) => one.people) : [];
    const people = [...new Set([...membersOf(catalog, named), ...onCall])];
    return { afterMs: after, to: named, people };
  });
}

function speaksOf(rule: ApprovalRule, asked: Asked): boolean {
  const { service, environment, paths, risk } = asked;
  const named = rule.services === undefined || rule.services.includes(service.name);
  const tagged = rule.tags === undefined || rule.tags.some((tag) => service.tags.includes(tag));
  return (
    rule.environments.includes(environment.name) &&
    named &&
    tagged &&
    touches(rule, paths) &&
    fears(rule, risk)
  );
}

function fears({ risk: least }: ApprovalRule, risk: Asked['risk']): boolean {
  return least === undefined || risk === undefined || isAtLeast(risk.level, least);
}

/** Files that nobody knows are among those a rule speaks about. */
function touches({ paths: patterns }: ApprovalRule, paths: Asked['paths']): boolean {
  if (patterns === undefined || paths == null) return true;
  return paths.some((path) => patterns.some((pattern) => matches(pattern, path)));
}
