import type { Catalog } from '../domain/catalog/catalog.ts';
import { type Duty, onCallFor } from '../domain/catalog/stand-in.ts';
import { plus } from '../domain/kernel/time.ts';
import type { Records } from '../ports/records.ts';

/** How long after a turn began its person is still told: longer than Fairway is ever down for an upgrade. */
const LATE_MS = 60 * 60_000;

export interface HandOver {
  readonly catalog: () => Catalog;
  readonly records: Pick<Records, 'now'>;
  /** Tells whoever is on call now; once for each turn, however often it is called. */
  readonly sayHandover: (duty: Duty) => Promise<void>;
}

/** Tells whoever has come on call in this hour what they have to know. */
export async function handOver({ catalog, records, sayHandover }: HandOver): Promise<void> {
  const now = await records.now();
  const groups = (catalog().onCall ?? []).map(({ group }) => group);
  const before = onCallFor(catalog(), groups, plus(now, -LATE_MS));
  for (const duty of onCallFor(catalog(), groups, now)) {
    const same = before.some((one) => one.group === duty.group && one.until === duty.until);
    if (!same) await sayHandover(duty);
  }
}
