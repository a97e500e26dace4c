import { isOfEnvironment, type Variables } from '../../domain/verdict/journey/variables.ts';

/** What a step may name as `{env.JOURNEY_…}`. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): Variables {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isOfEnvironment(`env.${name}`) && name.startsWith('JOURNEY_')
      ? [[`env.${name}`, value] as const]
      : [],
  );
  return Object.fromEntries(named);
}

/** What an answer says back to us may hold what we sent. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((one) => one !== '')
    .flatMap((one) => [one, encodeURIComponent(one)])
    .toSorted((a, b) => b.length - a.length) // or the end of a longer one would stay
    .reduce((said, secret) => said.replaceAll(secret, '•••'), text);
}

/** The same error where nothing of it is secret: whoever knows its kind still does. */
export function redactedError(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error)) return error;
  const said = redacted(error.message, secrets);
  return said === error.message ? error : new Error(said);
}
