import { JSONPathEnvironment, type JSONPathQuery, type JSONValue } from 'json-p3';

/** RFC 9535 without `match()` and `search()`: their expressions could backtrack for ever. */
const PATHS = new JSONPathEnvironment();
PATHS.functionRegister.delete('match');
PATHS.functionRegister.delete('search');

/** Whether it is a JSON path we can follow, such as `$.items[*].id`. */
export function isJsonPath(path: string): boolean {
  return compiled(path) !== null;
}

/** What stands at a path of a JSON text, in document order; null when the text is no JSON. */
export function valuesAt(path: string, text: string): readonly JSONValue[] | null {
  try {
    return compiled(path)?.query(JSON.parse(text)).values() ?? [];
  } catch {
    return null;
  }
}

function compiled(path: string): JSONPathQuery | null {
  try {
    return PATHS.compile(path);
  } catch {
    return null;
  }
}
