import { codeOf, wordsOf } from './reach.ts';

/** Why waiting does not mend this fault of PostgreSQL at a start, or null. */
export function hopelessDatabase(error: unknown): string | null {
  return hopeless(
    error,
    'Run `fairway migrate` as the owner of the database, grant what least-privilege.sql grants, then start again',
  );
}

/** The same, for who is asked to bring the database up to date. */
export function hopelessForOwner(error: unknown): string | null {
  return hopeless(error, 'Give DATABASE_URL the user that owns the database, and repeat it');
}

/** Codes: appendix A of PostgreSQL's manual. */
function hopeless(error: unknown, whoMayNot: string): string | null {
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return `PostgreSQL refuses the user or the password in DATABASE_URL (${wordsOf(error)}). Correct it and start again.`;
    case '3D000':
      return `PostgreSQL has no such database as DATABASE_URL names (${wordsOf(error)}). Create it, empty, and start again: Fairway makes its tables itself.`;
    case '42501':
      return `The database is not up to date, and the user in DATABASE_URL may not change that (${wordsOf(error)}). ${whoMayNot}.`;
    default:
      return isWeather(error) ? null : `The database cannot be used: ${wordsOf(error)}.`;
  }
}

/** Why waiting does not mend this fault of Redis, or null. */
export function hopelessRedis(error: unknown): string | null {
  const words = wordsOf(error);
  if (!/^(NOAUTH|WRONGPASS|NOPERM)/.test(words)) return null;
  return `Redis refuses the user or the password in REDIS_URL (${words}). Correct it and start again.`;
}

/** 08 connection, 53 resources, 57 operator intervention (starting up, shutting down), 55 busy, 40 repeat. */
function isWeather(error: unknown): boolean {
  const code = codeOf(error);
  return code === null || !/^[0-9A-Z]{5}$/.test(code) || /^(08|40|53|55|57)/.test(code);
}
