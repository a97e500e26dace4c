import { messageAt } from '../domain/kernel/message-link.ts';
import type { Context } from '../ports/context.ts';

/** Who noted this very message for it before, by the ledger; null when nobody did. */
export async function noteOf(
  { records }: Pick<Context, 'records'>,
  id: string,
  link: string,
): Promise<{ readonly by: string } | null> {
  const found = (await records.ledger(id)).find(({ body: { what, evidence } }) => {
    if (what !== 'noted' || evidence === null || typeof evidence !== 'object') return false;
    const message: unknown = Reflect.get(evidence, 'message');
    return typeof message === 'string' && messageAt(message) === messageAt(link);
  });
  return found ? { by: String(found.body['by']) } : null;
}
