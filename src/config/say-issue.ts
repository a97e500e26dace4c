import { z } from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** What `sayIssue` answers for a key that is required and not there. */
export const MISSING = 'is missing';

const NOUNS: { readonly [expected: string]: string } = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'a section with keys',
  record: 'a section with keys',
  string: 'a text',
};

/**
 * Says what is wrong with a value as the end of a sentence that its name begins. For unknown keys it
 * answers the known ones, with a space between: only the schema knows them, and it is at hand only here.
 */
export function sayIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return sayType(issue);
    case 'invalid_value':
      return issue.input === undefined
        ? MISSING
        : `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return sayBound(
        issue.origin,
        issue.inclusive === false ? 'more than' : 'at least',
        issue.minimum,
      );
    case 'too_big':
      return sayBound(
        issue.origin,
        issue.inclusive === false ? 'less than' : 'at most',
        issue.maximum,
      );
    case 'unrecognized_keys':
      return issue.inst instanceof z.core.$ZodObject
        ? Object.keys(issue.inst._zod.def.shape).join(' ')
        : '';
    case 'invalid_union':
      return sayUnion(issue);
    default:
      return undefined;
  }
}

/** A value in a few words, so that a fault can quote what it found. */
function sayValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a section with keys';
  if (typeof value === 'string') return `the text ${JSON.stringify(shortened(value))}`;
  return typeof value === 'number' ? `the number ${value}` : String(value);
}

function sayType(issue: RawIssue & { readonly code: 'invalid_type' }): string {
  if (issue.input === undefined) return MISSING;
  const expected = NOUNS[issue.expected] ?? issue.expected;
  if (issue.input === null) return `is empty: it must be ${expected}`;
  return `must be ${expected}, not ${sayValue(issue.input)}${example(issue)}`;
}

/**
 * A text with a form of its own (a duration, a zone) says that form, even to somebody who wrote a
 * number: what the schema would say to an empty text, when it has words of its own for that.
 */
function example({ inst }: RawIssue): string {
  if (!(inst instanceof z.core.$ZodString)) return '';
  const said = z.core.safeParse(inst, '', { error: () => '' }).error?.issues[0]?.message;
  return said ? `: it ${said}` : '';
}

function sayUnion(issue: RawIssue & { readonly code: 'invalid_union' }): string | undefined {
  const options = issue['options'];
  if (!Array.isArray(options) || typeof issue['discriminator'] !== 'string') return sayForms(issue);
  const written = z.record(z.string(), z.unknown()).safeParse(issue.input);
  if (written.data?.[issue['discriminator']] === undefined) return MISSING;
  return `must be ${options.map(String).join(' or ')}`;
}

/** Of several forms none was tried: what a value may be at all. */
function sayForms(issue: RawIssue & { readonly code: 'invalid_union' }): string | undefined {
  const forms = issue.errors
    .flat()
    .flatMap((one) => (one.code === 'invalid_type' && one.path.length === 0 ? [one.expected] : []));
  const nouns = [...new Set(forms.map((one) => NOUNS[one] ?? one))];
  if (nouns.length === 0) return undefined;
  return issue.input === null
    ? `is empty: it must be ${nouns.join(' or ')}`
    : `must be ${nouns.join(' or ')}, not ${sayValue(issue.input)}`;
}

function sayBound(origin: string, than: string, bound: number | bigint): string {
  if (origin === 'string')
    return `must have ${than} ${bound} ${plural(bound, 'character', 'characters')}`;
  if (origin === 'array') return `must have ${than} ${bound} ${plural(bound, 'entry', 'entries')}`;
  return `must be ${than} ${bound}`;
}

function plural(count: number | bigint, one: string, more: string): string {
  return Number(count) === 1 ? one : more;
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
