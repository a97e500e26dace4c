/** Values by placeholder; null where there is none, such as the version before the first one. */
export type Values = Readonly<Record<string, string | number | null>>;

/** Which placeholders each program of a provider may use, by the program's name in the target. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

export const PLACE: readonly string[] = ['service', 'environment'];
export const EFFECT: readonly string[] = [...PLACE, 'version', 'digest', 'key', 'epoch'];
export const PREVIOUS: readonly string[] = ['previous_version', 'previous_digest'];

/** What stands for a value that does not exist; nothing that exists may have this name. */
const NO_VALUE = 'none';

/**
 * What a value may look like. It begins with a letter or digit, so no program can take it for an
 * option, and it holds nothing that any shell or format a script may use it in treats as special.
 */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9._/@:+-]{0,127}$/;
const PLACEHOLDER = /\{([a-z_]+)\}/g;

/** Whether a value may be put into an argument of a command. */
export function isSafeValue(text: string): boolean {
  return SAFE.test(text) && !text.endsWith('\n') && text !== NO_VALUE;
}

/** The placeholders in one element of a template, in order. */
export function placeholdersIn(element: string): readonly string[] {
  return [...element.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}

export type Filled =
  | { readonly ok: true; readonly argv: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * Puts values into a template, element by element: one element stays one argument, whatever is in it.
 * Refuses when a value that is used may not be an argument; then nothing is run.
 */
export function fill(template: readonly string[], values: Values): Filled {
  for (const name of new Set(template.flatMap(placeholdersIn))) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return { ok: false, why: `there is no value for {${name}} here` };
    if (value !== null && !isSafeValue(String(value)))
      return {
        ok: false,
        why: `${shown(String(value))} cannot be passed to a command as {${name}}`,
      };
  }
  const argv = template.map((element) =>
    element.replace(PLACEHOLDER, (_, name: string) => String(values[name] ?? NO_VALUE)),
  );
  return { ok: true, argv };
}

function shown(value: string): string {
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
}
