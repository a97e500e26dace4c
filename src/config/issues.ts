import type { z } from 'zod';
import type { Fault, Path } from './fault.ts';
import type { Part } from './locate.ts';
import { nearest, suggest } from './near.ts';
import { MISSING, sayIssue } from './say-issue.ts';
import { mapOf } from './select.ts';
import { faultAt, type Source } from './source.ts';

type Issue = z.core.$ZodIssue;

interface Finding {
  readonly path: Path;
  readonly part: Part;
  readonly message: string;
  readonly hint: string | null;
  readonly missing: boolean;
  /** The known key that an unknown one was meant to be. */
  readonly meant: string | null;
}

/**
 * Every fault that a schema finds in a value of a source. `whereIs` maps a path within the value to
 * the path in the file, when the value is not the whole file or was put together from two places.
 */
export function faultsOf(
  source: Source,
  schema: z.ZodType,
  value: unknown,
  whereIs: (path: Path) => Path = (path) => path,
): readonly Fault[] {
  const result = schema.safeParse(value, { error: sayIssue, reportInput: true });
  if (result.success) return [];
  const findings = result.error.issues.flatMap((issue) => expand(issue, []));
  // A misspelt key is one fault, not two: the missing one will be there when the spelling is right.
  const meant = new Set(
    findings.flatMap((f) => (f.meant === null ? [] : [String([...f.path.slice(0, -1), f.meant])])),
  );
  return findings
    .filter((f) => !(f.missing && meant.has(String(f.path))))
    .map((f) => faultAt(source, whereIs(f.path), f.part, f.message, f.hint));
}

function expand(issue: Issue, base: Path): readonly Finding[] {
  const path: Path = [...base, ...issue.path.filter((part) => typeof part !== 'symbol')];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...path, key], key, knownKeys(issue)));
    case 'invalid_key':
      return [finding(path, 'key', issue.issues[0]?.message ?? issue.message)];
    case 'invalid_union':
      return branchOf(issue.errors)?.flatMap((one) => expand(one, path)) ?? [wrong(issue, path)];
    default:
      return [wrong(issue, path)];
  }
}

/** What `sayIssue` answered: every key that the schema knows at this place. */
function knownKeys({ message }: Issue): readonly string[] {
  return message === '' ? [] : message.split(' ');
}

/** Of several accepted forms, the one that was tried: of the value's outermost type, and by its keys. */
function branchOf(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => issues.every((one) => one.path.length > 0 || one.code !== 'invalid_type'))
    .toSorted((a, b) => strangeIn(a) - strangeIn(b))[0];
}

/** How many of the keys at the top a form does not know. */
function strangeIn(issues: readonly Issue[]): number {
  return issues.reduce((sum, one) => {
    const isTop = one.code === 'unrecognized_keys' && one.path.length === 0;
    return isTop ? sum + one.keys.length : sum;
  }, 0);
}

function wrong(issue: Issue, path: Path): Finding {
  const missing = issue.message === MISSING;
  return { ...finding(path, 'value', issue.message), missing, hint: meantWord(issue) };
}

/** For a word out of a fixed list that is misspelt, the one that was meant. */
function meantWord(issue: Issue): string | null {
  const [word, allowed] = choice(issue);
  const meant = typeof word === 'string' ? nearest(word, allowed.map(String)) : null;
  return meant === null ? null : `did you mean "${meant}"?`;
}

function choice(issue: Issue): readonly [unknown, readonly unknown[]] {
  if (issue.code === 'invalid_value') return [issue.input, issue.values];
  if (issue.code !== 'invalid_union' || !('options' in issue)) return [null, []];
  return [mapOf(issue.input)?.[issue.discriminator ?? ''], issue.options ?? []];
}

function finding(path: Path, part: Part, predicate: string): Finding {
  const message = `${nameOf(path)} ${predicate}`;
  return { path, part, message, hint: null, missing: false, meant: null };
}

function unknownKey(path: Path, key: string, known: readonly string[]): Finding {
  return {
    path,
    part: 'key',
    message: `unknown key "${key}"`,
    hint: suggest(key, known, 'keys known here'),
    missing: false,
    meant: nearest(key, known),
  };
}

/** The last name of a path with the indexes behind it: `"weights[1]"`. */
function nameOf(path: Path): string {
  const from = path.findLastIndex((part) => typeof part === 'string');
  if (from < 0) return 'the file';
  const [name, ...indexes] = path.slice(from);
  return `"${name}${indexes.map((i) => `[${i}]`).join('')}"`;
}
