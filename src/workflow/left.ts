import type { Catalog } from '../domain/catalog/catalog.ts';
import { findPerson } from '../domain/catalog/find.ts';
import type { Deployment } from '../domain/deployment/deployment.ts';
import { countedFor } from '../domain/deployment/lapse.ts';
import type { Identify } from '../ports/identify.ts';

/**
 * Of those whose yes counts, whom the chat knows as a member by none of their accounts: deactivated there,
 * or made a guest, though the configuration still names them. Where the chat does not say, they stay:
 * it did when they approved, and without it Fairway goes on deploying.
 */
export async function leftOf(
  catalog: Catalog,
  { approvals }: Deployment,
  identify: Identify,
): Promise<readonly string[]> {
  const people = [...new Set(approvals.flatMap(countedFor))];
  const asked = await Promise.all(
    people.map(async (person) => {
      const accounts = findPerson(catalog, person)?.accounts ?? [];
      const known = await Promise.all(accounts.map((account) => identify(account)));
      const out = known.every(({ actor, confirmed }) => confirmed && actor.kind !== 'member');
      return { person, out: known.length > 0 && out };
    }),
  );
  return asked.filter(({ out }) => out).map(({ person }) => person);
}
