/**
 * What the exit code of an effect means. The numbers are those of BSD's sysexits.h where it has a
 * meaning that fits; every code that is not here is a failure that trying again would only repeat.
 *
 *   0   done
 *   69  EX_UNAVAILABLE: something it needs is away; nothing was changed, another attempt may succeed
 *   73  fenced: a higher {epoch} has been seen, and nothing was changed
 *   74  EX_IOERR: as 69, for a broken connection before anything was changed
 *   75  EX_TEMPFAIL: under way; run the same command again in 5 seconds to learn more
 *
 * `resolve` has one of its own: 66, EX_NOINPUT, there is no such version.
 */
export type Meaning = 'done' | 'running' | 'fenced' | 'weather' | 'failed';

const MEANINGS: Readonly<Record<number, Meaning>> = {
  0: 'done',
  69: 'weather',
  73: 'fenced',
  74: 'weather',
  75: 'running',
};

export const NO_SUCH_VERSION = 66;

export function meaningOf(code: number): Meaning {
  return MEANINGS[code] ?? 'failed';
}
