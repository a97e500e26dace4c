/**
 * How long a test's pool waits (`createPool`): nothing hangs there but the machine, whose haste is no law. What
 * production gives up on after seconds would otherwise be a warning in a log and something missing much later.
 */
export const PATIENT = { connectMs: 120_000, statementMs: 120_000 } as const;
