import { codeOf, wordsOf } from './reach.ts';

/** Why waiting does not mend this fault of PostgreSQL, or null. Codes: appendix A of its manual. */
export function hopelessDatabase(error: unknown): string | null {
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return `PostgreSQL refuses the user or the password in DATABASE_URL (${wordsOf(error)}). Correct it and start again.`;
    case '3D000':
      return `PostgreSQL has no such database as DATABASE_URL names (${wordsOf(error)}). Create it, empty, and start again: Fairway makes its tables itself.`;
    case '42501':
      return `The user in DATABASE_URL may not make or change the tables of Fairway (${wordsOf(error)}). Make it the owner of the database, at least while Fairway starts, which is when it migrates.`;
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
