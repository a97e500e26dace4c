import type { Move } from '../domain/elsewhere/move.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';
import type { View } from '../projections/view.ts';
import { type Blamed, whyElsewhereView } from '../projections/why-elsewhere.ts';

/** As long before a trouble as anything is weighed. */
const DAY_MS = 24 * 3_600_000;
/** Incidents of one day. */
const MOST = 20;

/** What is known of a change that was made elsewhere, and of which incidents it was suspected or named as the cause. */
export async function whyElsewhere(
  { records, catalog }: Pick<Context, 'records' | 'catalog'>,
  move: Move,
): Promise<View> {
  const until = plus(move.at, DAY_MS);
  const incidents = await records.incidents({ since: move.at, until, limit: MOST });
  const blamed = await Promise.all(
    incidents.map(async (incident): Promise<readonly Blamed[]> => {
      const link = incident.links.find(({ deployment }) => deployment === move.id) ?? null;
      const said = (await records.suspicion(incident.id))?.last.named ?? [];
      const named = said.find(({ subject }) => subject === move.id) ?? null;
      return link || named ? [{ incident, link, named }] : [];
    }),
  );
  const source = catalog().changes?.find(({ name }) => name === move.source);
  return whyElsewhereView(move, source?.owner ?? null, blamed.flat());
}
