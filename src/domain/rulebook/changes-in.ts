import type { Catalog } from '../catalog/catalog.ts';
import { type ApprovalRule, CODE_OWNERS } from '../governance/approval.ts';
import { matches, ownersOf } from '../governance/code-owners.ts';
import type { Aim } from './targets.ts';

/**
 * The changes by which what rules of `code-owners` ask there differs: of one file of each set of owners, and of all
 * of these at once. Files that no pattern of the CODEOWNERS or of a rule stands for plainly are not thought of.
 */
export function changesIn(
  { service, environment }: Aim,
  { approvals }: Catalog,
): readonly (readonly string[])[] {
  const { codeOwners = [] } = service;
  const rules = approvals.filter(
    ({ environments, services, groups }) =>
      groups.includes(CODE_OWNERS) &&
      environments.includes(environment.name) &&
      (services === undefined || services.includes(service.name)),
  );
  if (rules.length === 0) return [];
  const patterns = [
    ...codeOwners.map(({ pattern }) => pattern),
    ...rules.flatMap((one) => one.paths ?? []),
  ];
  const files = patterns.flatMap((pattern) => {
    const path = plainly(pattern);
    return matches(pattern, path) ? [path] : [];
  });
  const about = (path: string): readonly string[] =>
    rules.filter((rule) => touches(rule, path)).map(({ name }) => name);
  const once = new Map(
    files.map((path) => [JSON.stringify([ownersOf(codeOwners, path), about(path)]), path]),
  );
  const each = [...once.values()];
  return each.length > 1 ? [...each.map((path) => [path]), each] : each.map((path) => [path]);
}

function touches({ paths }: ApprovalRule, path: string): boolean {
  return paths?.some((pattern) => matches(pattern, path)) ?? true;
}

/** A file that a pattern is meant for, such as `src/posting/x` for `/src/posting/` and `x.sql` for `*.sql`. */
function plainly(pattern: string): string {
  return pattern
    .replace(/^\//, '')
    .replaceAll('**/', '')
    .replaceAll(/\*+|\?/g, 'x')
    .replace(/\/$/, '/x');
}
