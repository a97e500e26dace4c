import type { Path } from './fault.ts';

export interface Found {
  readonly path: Path;
  readonly value: unknown;
}

/** The value as a map of names, or null when it is something else. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return isMap(value) ? value : null;
}

/** The keys of what is written as a map there; none when it is something else. */
export function keysOf(value: unknown): readonly string[] {
  return Object.keys(mapOf(value) ?? {});
}

/**
 * What stands at a dotted pattern in content that may still have faults: `*` is any key of a map,
 * `#` any index of a list, anything else a key. Whatever has another shape is passed over.
 */
export function select(raw: unknown, pattern: string): readonly Found[] {
  return pattern
    .split('.')
    .reduce<readonly Found[]>(
      (found, step) => found.flatMap((one) => into(one, step)),
      [{ path: [], value: raw }],
    );
}

/** As `select`, texts only: `{path, value}` of every one. */
export function selectTexts(
  raw: unknown,
  pattern: string,
): readonly { readonly path: Path; readonly value: string }[] {
  return select(raw, pattern).flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, value }] : [],
  );
}

/** The text under a key, or null when there is none. */
export function textOf(raw: unknown, key: string): string | null {
  return selectTexts(raw, key)[0]?.value ?? null;
}

function into({ path, value }: Found, step: string): readonly Found[] {
  if (step === '#') {
    return Array.isArray(value)
      ? value.map((item, i) => ({ path: [...path, i], value: item }))
      : [];
  }
  const map = mapOf(value) ?? {};
  const keys = step === '*' ? Object.keys(map) : Object.hasOwn(map, step) ? [step] : [];
  return keys.map((key) => ({ path: [...path, key], value: map[key] }));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
