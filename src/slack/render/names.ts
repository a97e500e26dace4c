import type { Catalog } from '../../domain/catalog/catalog.ts';
import { findPerson } from '../../domain/catalog/find.ts';

/** How the chat mentions people and groups: an account or group id, or null where only a name is known. */
export interface Names {
  person(id: string): { readonly account: string | null; readonly name: string };
  group(name: string): { readonly id: string | null; readonly name: string };
}

export function namesOf(catalog: Catalog): Names {
  return {
    person(id) {
      const person = findPerson(catalog, id);
      if (person) return { account: mentionable(person.accounts), name: person.name };
      // The ledger names an account that nobody linked to a person as `account:U…`.
      const account = id.startsWith('account:') ? id.slice('account:'.length) : id;
      return { account: mentionable([account]), name: account };
    },
    group(name) {
      const mention = catalog.groups.find((g) => g.name === name)?.mention ?? null;
      return { id: mention?.match(/S[A-Z0-9]{2,}/)?.[0] ?? null, name };
    },
  };
}

function mentionable(accounts: readonly string[]): string | null {
  return accounts.find((account) => /^[UW][A-Z0-9]+$/.test(account)) ?? null;
}
