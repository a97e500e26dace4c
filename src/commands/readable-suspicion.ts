import type { Said, Suspicion } from '../domain/correlation/suspicion.ts';
import type { Sight } from './readable-incident.ts';

/** Whom we suspect, without the suspects that somebody may not read of, and without what was done about those. */
export async function readableSuspicion(
  s: Suspicion | null,
  { names, isSeen }: Pick<Sight, 'names' | 'isSeen'>,
): Promise<Suspicion | null> {
  if (!s) return null;
  const seen = (said: Said): Said => ({
    ...said,
    named: said.named.filter((one) => !names(one)),
  });
  const deeds = await Promise.all(
    s.deeds.map(async (deed) => (!names(deed) && (await isSeen(deed.subject)) ? [deed] : [])),
  );
  const cause = s.cause && !names(s.cause) && (await isSeen(s.cause.subject)) ? s.cause : null;
  return { ...s, first: seen(s.first), last: seen(s.last), deeds: deeds.flat(), cause };
}
