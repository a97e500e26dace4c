import { isObject, type JsonObject, parseJson, textOf } from '../json.ts';

/** Arguments of a call, whichever way they came: forms carry lists and objects as JSON text. */
export interface Args {
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  /** `fallback` where absent or no number, kept within 1 and `most`. */
  limit(name: string, fallback: number, most: number): number;
  /** A list or object. Text that is not JSON comes back as it is, for the rules to refuse. */
  json(name: string): unknown;
}

export function createArgs(source: JsonObject): Args {
  return {
    text(name) {
      const value = source[name];
      return typeof value === 'number' ? String(value) : (textOf(value) ?? undefined);
    },
    flag(name) {
      const value = source[name];
      if (typeof value === 'boolean') return value;
      return value === undefined ? undefined : value === 'true' || value === '1' || value === 1;
    },
    limit(name, fallback, most) {
      const asked = Number(source[name]);
      return Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : fallback;
    },
    json(name) {
      const value = source[name];
      if (value === null || value === '') return undefined;
      return typeof value === 'string' ? (parseJson(value) ?? value) : value;
    },
  };
}

/** The arguments of a request: query and body, form or JSON; undefined where the body is broken. */
export function readArguments(
  contentType: string,
  body: string,
  query: URLSearchParams,
): JsonObject | undefined {
  const fromQuery = Object.fromEntries(query);
  if (!contentType.startsWith('application/json')) {
    return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
  }
  const parsed = body === '' ? {} : parseJson(body);
  return isObject(parsed) ? { ...fromQuery, ...parsed } : undefined;
}
