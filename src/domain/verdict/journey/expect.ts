import type { Expectation, RouteStep } from './form.ts';
import { valuesAt } from './json.ts';
import { firstMatch } from './pattern.ts';
import { fill, type Variables } from './variables.ts';

/** What came back to a request. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

/** What is not as it must be, in a few words for people; null when all is. */
export function faultOf(
  wish: Expectation | undefined,
  answer: Answer,
  variables: Variables,
): string | null {
  const { status, within, contains, matches, json = {} } = wish ?? {};
  return (
    statusFault(status, answer.status) ??
    (within !== undefined && answer.ms > within
      ? `answered after ${answer.ms} ms, allowed are ${within} ms`
      : null) ??
    bodyFault([contains ?? []].flat(), matches, answer.body, variables) ??
    firstOf(Object.entries(json), ([path, one]) => jsonFault(path, one, answer.body, variables))
  );
}

function statusFault(wanted: Expectation['status'], status: number): string | null {
  if (wanted === undefined) {
    return status >= 200 && status < 300 ? null : `answered ${status}, expected 2xx`;
  }
  const all = [wanted].flat();
  return all.includes(status) ? null : `answered ${status}, expected ${all.join(' or ')}`;
}

function bodyFault(
  contains: readonly string[],
  matches: string | undefined,
  body: string,
  variables: Variables,
): string | null {
  const missing = contains.map((text) => fill(text, variables)).find((one) => !body.includes(one));
  if (missing !== undefined) return `the answer does not contain ${quote(missing)}`;
  if (matches === undefined || firstMatch(matches, body) !== null) return null;
  return `the answer does not match ${quote(matches)}`;
}

type Wish = NonNullable<Expectation['json']>[string];

/** Any value at the path may be the wanted one: `$.items[*].id` asks whether one of them is. */
function jsonFault(path: string, wish: Wish, body: string, variables: Variables): string | null {
  const values = valuesAt(path, body);
  if (values === null) return 'the answer is not JSON';
  if (typeof wish !== 'object' || wish === null) return valueFault(path, wish, values, variables);
  if ('exists' in wish) {
    const isThere = values.length > 0;
    return isThere === wish.exists ? null : `${path} is ${isThere ? 'there' : 'not there'}`;
  }
  const isMatch = values.some((one) => matchesText(one, wish.matches));
  return isMatch ? null : `${path} is ${said(values[0])}, expected to match ${quote(wish.matches)}`;
}

function valueFault(
  path: string,
  wish: Exclude<Wish, object>,
  values: readonly unknown[],
  variables: Variables,
): string | null {
  const wanted = typeof wish === 'string' ? fill(wish, variables) : wish;
  return values.includes(wanted) ? null : `${path} is ${said(values[0])}, expected ${said(wanted)}`;
}

function matchesText(value: unknown, pattern: string): boolean {
  const text = plain(value);
  return text !== null && firstMatch(pattern, text) !== null;
}

/** What later steps call by name, or why one of them is missing. */
export function saved(
  save: RouteStep['save'],
  body: string,
): { readonly values: Variables } | { readonly fault: string } {
  const values: Record<string, string> = {};
  for (const [name, from] of Object.entries(save ?? {})) {
    const found =
      typeof from === 'string' ? plain(valuesAt(from, body)?.[0]) : firstMatch(from.matches, body);
    if (found === null) return { fault: `the answer has no ${name} to go on with` };
    values[name] = found;
  }
  return { values };
}

function plain(value: unknown): string | null {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

const MOST_SAID = 60;

function said(value: unknown): string {
  return value === undefined ? 'not there' : cut(JSON.stringify(value));
}

function quote(text: string): string {
  return `"${cut(text)}"`;
}

function cut(text: string): string {
  return text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}…` : text;
}

function firstOf<T>(all: readonly T[], ask: (one: T) => string | null): string | null {
  for (const one of all) {
    const answer = ask(one);
    if (answer !== null) return answer;
  }
  return null;
}
