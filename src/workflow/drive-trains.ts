import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';

const MOST = 50;

/** Looks at every departure with something to do; one that cannot be looked at does not keep the others. */
export async function driveTrains({
  records,
  drive,
  log,
}: {
  readonly records: Pick<Records, 'dueDepartures' | 'now'>;
  readonly drive: (id: string) => Promise<void>;
  readonly log: Log;
}): Promise<number> {
  const due = await records.dueDepartures(await records.now(), MOST);
  for (const id of due) {
    await drive(id).catch((error: unknown) => {
      log.warn({ train: id, error: String(error) }, 'a train could not be looked at');
    });
  }
  return due.length;
}
