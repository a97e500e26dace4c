import { type Lost, lostContact, QUIET_MS, sameLost } from '../domain/deployment/contact.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Contacts, Watched } from '../ports/contacts.ts';
import type { Records } from '../ports/records.ts';
import { inTrace, traceOf } from '../ports/trace.ts';
import { type TendBreakers, tendBreakers } from './tend-breakers.ts';

const MOST = 500;

/** Shows the card anew; `n` orders what is said of one revision. */
export type ShowContact = (d: Deployment, lost: Lost | null, n: number) => Promise<void>;

export interface Watch extends Omit<TendBreakers, 'records'> {
  readonly records: Pick<Records, 'now'> & TendBreakers['records'];
  readonly contacts: Pick<Contacts, 'watched' | 'note'>;
  readonly show: ShowContact;
}

/**
 * Compares who is silent with what the cards say, and makes the cards say it, or no longer. Every
 * process does this, whatever its role: whoever is left must be able to tell. Lines are stopped and tried again in
 * the same turn, first.
 */
export async function watch(ports: Watch): Promise<void> {
  await tendBreakers(ports);
  const [now, watched] = await Promise.all([
    ports.records.now(),
    ports.contacts.watched(QUIET_MS, MOST),
  ]);
  for (const one of watched) {
    const lost = lostContact(one.deployment, one.signs, now);
    if (isShown(one, lost)) continue;
    await inTrace(traceOf(one.deployment), () => tell(ports, one, lost).catch(leave(ports, one)));
  }
}

/** One card that cannot be made must not keep the others from being right; the next turn tries again. */
function leave({ log }: Watch, { deployment }: Watched) {
  return (error: unknown): void =>
    log.warn({ deployment: deployment.id, error: String(error) }, 'contact is not shown');
}

/** No word at all says that nobody is lost; an old word on one who is not stands on the card still. */
function isShown({ deployment, noted }: Watched, lost: Lost | null): boolean {
  if (noted === null || noted.lost === null) return lost === null;
  return sameLost(noted.lost, lost) && noted.revision === deployment.revision;
}

/** Noted after it was wished for, so that a process that dies in between leaves it to the next. */
async function tell(
  { contacts, show, log }: Watch,
  { deployment: d, noted }: Watched,
  lost: Lost | null,
): Promise<void> {
  const n = (noted?.n ?? 0) + 1;
  await show(d, lost, n);
  await contacts.note(d.id, { revision: d.revision, lost, n });
  if (lost === null) log.info({ deployment: d.id }, 'contact is back');
  else log.warn({ deployment: d.id, ...lost }, 'contact is lost');
}
