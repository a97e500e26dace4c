/** One thing that must be well; `check` answers null, or what is wrong with it in words. */
export interface HealthPart {
  readonly name: string;
  /** Whether its failing makes us unready; the others are only told. */
  readonly needed: boolean;
  check(): Promise<string | null>;
}

export interface Health {
  readonly ready: boolean;
  /** By name: `ok`, or what is wrong. */
  readonly parts: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 1500;

/** Asks all parts at once; one that does not answer in time is not well. Never throws. */
export async function lookAt(
  parts: readonly HealthPart[],
  patienceMs = PATIENCE_MS,
): Promise<Health> {
  const found = await Promise.all(
    parts.map(async ({ name, needed, check }) => {
      return { name, needed, wrong: await inTime(check, patienceMs) };
    }),
  );
  return {
    ready: found.every(({ needed, wrong }) => !needed || wrong === null),
    parts: Object.fromEntries(found.map(({ name, wrong }) => [name, wrong ?? 'ok'])),
  };
}

async function inTime(check: HealthPart['check'], patienceMs: number): Promise<string | null> {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(`no answer in ${patienceMs} ms`), patienceMs);
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.message : 'it fails';
  } finally {
    clearTimeout(timer);
  }
}
