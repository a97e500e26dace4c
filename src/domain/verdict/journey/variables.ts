/** What a step may name in braces: `{cart}`, saved by a step before, or `{env.JOURNEY_TOKEN}` of its probe. */
const NAMED = /\{([a-z][A-Za-z0-9_]*|env\.JOURNEY_[A-Z0-9_]+)\}/g;

/**
 * There from the start: what is deployed where, the version that should serve at that moment, and a key
 * that is the same when a walk is made again after a crash, for requests that must not count twice.
 */
export const GIVEN = ['service', 'environment', 'version', 'key'] as const;
export type Variables = Readonly<Record<string, string>>;

/** The names in a text, each as often as it stands there. */
export function namedIn(text: string): readonly string[] {
  return [...text.matchAll(NAMED)].map(([, name = '']) => name);
}

/** Whether a text names something of an environment that no probe gives. */
export function namesForbidden(text: string): boolean {
  return [...text.matchAll(/\{env\.([^{}]*)\}/g)].some(([all]) => namedIn(all).length === 0);
}

/** The variables of its environment that a probe must have. */
export function isOfEnvironment(name: string): boolean {
  return name.startsWith('env.');
}

export class UnknownVariableError extends Error {}

/** @throws UnknownVariableError when a name has no value: what would be sent is not what was meant */
export function fill(
  text: string,
  variables: Variables,
  encode: (value: string) => string = (value) => value,
): string {
  return text.replaceAll(NAMED, (_, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) throw new UnknownVariableError(`nothing says what {${name}} is`);
    return encode(value);
  });
}

/** The same in every text of a JSON value, keys as they are. */
export function fillAll(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return fill(value, variables);
  if (Array.isArray(value)) return value.map((one) => fillAll(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, fillAll(one, variables)]),
  );
}

/** Every text of a JSON value. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
