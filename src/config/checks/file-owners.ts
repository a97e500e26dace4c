import { type ApprovalRule, CODE_OWNERS, DEPENDANTS } from '../../domain/governance/approval.ts';
import { readCodeOwners } from '../../domain/governance/code-owners.ts';
import { keysOf, mapOf, select, selectTexts, textOf } from '../select.ts';
import type { Source } from '../source.ts';
import { type Approvers, membersOf, withAccount } from './approvers.ts';

/**
 * Each set of people that a rule of `code-owners` may come to ask about a service, as its CODEOWNERS has them: those of
 * every line that a later one of the same pattern does not replace, and its own owners for the files of nobody.
 * Of a rule with `paths` only lines of such a pattern are known to meet it.
 */
export function fileOwnersOf(
  rule: ApprovalRule,
  service: Source,
  organisation: Source,
): readonly Approvers[] {
  if (!rule.groups.includes(CODE_OWNERS) || rule.groups.includes(DEPENDANTS)) return [];
  const { entries } = readCodeOwners(textOf(service.raw, 'codeOwners') ?? '');
  const last = new Map(entries.map(({ pattern, owners }) => [pattern, owners]));
  const lines = [...last].filter(([pattern]) => rule.paths?.includes(pattern) ?? true);
  const sets = [[], ...lines.map(([, owners]) => owners)];
  const own = selectTexts(service.raw, 'owners.#').map(({ value }) => value);
  const others = rule.groups.flatMap((group) => {
    if (group === CODE_OWNERS) return [];
    return group === 'owners' ? own : [group];
  });
  const once = new Map(sets.map((words) => [words.toSorted().join(' '), words]));
  return [...once.values()].map((words) => asked(words, { own, others, organisation }));
}

function asked(
  words: readonly string[],
  ground: {
    readonly own: readonly string[];
    readonly others: readonly string[];
    readonly organisation: Source;
  },
): Approvers {
  const { own, others, organisation } = ground;
  const found = words.map((word) => ownerNamed(word, organisation));
  const named = found.flatMap((one) => (one && 'group' in one ? [one.group] : []));
  const persons = found.flatMap((one) => (one && 'person' in one ? [one.person] : []));
  const groups = [...new Set([...(words.length === 0 ? own : named), ...others])];
  const members = membersOf(organisation, groups);
  const people = withAccount(organisation, persons);
  const isKnown = found.every((one) => one !== null) && members !== null && people !== null;
  return {
    groups: [...groups, ...persons],
    people: isKnown ? [...new Set([...members, ...people])] : null,
  };
}

/** As the domain reads a word of it: a group, a person, or what somebody signs with. */
function ownerNamed(
  word: string,
  { raw }: Source,
): { readonly group: string } | { readonly person: string } | null {
  const name = word.replace(/^@(.*\/)?/, '').toLowerCase();
  if (keysOf(mapOf(raw)?.['groups']).includes(name)) return { group: name };
  const signs = ({ value, path }: { readonly value: unknown; readonly path: readonly unknown[] }) =>
    path[1] === name ||
    selectTexts(value, 'commits.#').some((one) => one.value.toLowerCase() === name);
  const person = select(raw, 'people.*').find(signs)?.path[1];
  return person === undefined ? null : { person: String(person) };
}
