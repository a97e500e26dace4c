import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Instant } from '../kernel/time.ts';
import type { Catalog } from './catalog.ts';
import {
  isHere,
  type KnownPeople,
  type Listed,
  type PeopleChange,
  type SignedPeople,
  signedText,
} from './people-list.ts';

interface At {
  readonly last: KnownPeople | null;
  /** What is in force, as the configuration alone says it. */
  readonly catalog: Catalog;
  readonly now: Instant;
}

interface Crypto {
  /** Whether this is the Ed25519 signature of the text by the owner of the public key. */
  readonly verify: (key: string, text: string, signature: string) => boolean;
  readonly digest: (text: string) => string;
}

/**
 * Takes a signed list of people. Refused unless a key that the configuration in force names signed it, for
 * this organisation, with a higher serial than any before; and where it would give somebody an account that
 * the configuration does not, or one account to two. It gives no group and no right.
 */
export function takePeople(
  { last, catalog, now }: At,
  list: SignedPeople,
  { verify, digest }: Crypto,
): PeopleChange | Refusal {
  const text = signedText(list);
  const no = unsigned(list, text, catalog, verify) ?? stale(list, last) ?? claims(list, catalog);
  if (no) return no;
  const named = new Set(list.principals.map(({ id }) => id));
  const gone = (last?.principals ?? []).filter(({ id }) => !named.has(id));
  const principals = [...list.principals, ...gone.map((one) => ({ ...one, active: false }))];
  const { serial } = list;
  const { key } = list.signature;
  const row: KnownPeople = { serial, key, digest: digest(text), takenAt: now, principals };
  const evidence = {
    serial,
    key,
    digest: row.digest,
    here: principals.filter((one) => isHere(one, now)).map(({ id }) => id),
    left: principals.filter((one) => wasHere(one.id, last, now) && !isHere(one, now)).map(idOf),
    linked: list.principals
      .filter((one) => one.slack && one.slack.user !== linkOf(one.id, last))
      .map((one) => ({ id: one.id, team: one.slack?.team ?? '', user: one.slack?.user ?? '' })),
  };
  const entry = { subject: 'people', what: 'people-imported', by: 'operator', at: now, evidence };
  return { rows: [row], ledger: [entry], events: [] };
}

/** Before the first list everybody was, as far as the configuration says. */
function wasHere(id: string, last: KnownPeople | null, now: Instant): boolean {
  const before = last?.principals.find((one) => one.id === id);
  return before === undefined || isHere(before, now);
}

function idOf({ id }: Listed): string {
  return id;
}

function linkOf(id: string, last: KnownPeople | null): string | undefined {
  return last?.principals.find((one) => one.id === id)?.slack?.user;
}

function unsigned(
  { organisation, signature }: SignedPeople,
  text: string,
  catalog: Catalog,
  verify: Crypto['verify'],
): Refusal | null {
  const keys = catalog.peopleImport?.keys ?? [];
  const [key] = keys.filter(({ name }) => name === signature.key);
  if (!key) {
    const known = keys.map(({ name }) => name).join(', ') || 'none';
    return refuse('unknown-key', `The configuration in force names no key "${signature.key}".`, {
      why: `Lists are taken from the keys under peopleImport: ${known}.`,
      fix: 'Sign it with one of those, or have the key approved as a change of the configuration.',
    });
  }
  if (!verify(key.key, text, signature.ed25519)) {
    return refuse(
      'bad-signature',
      `The signature is not one of "${signature.key}" over this list.`,
      {
        why: 'The list was changed after it was signed, or another key signed it.',
        fix: 'Sign the list anew.',
      },
    );
  }
  if (organisation === catalog.organisation) return null;
  return refuse('other-organisation', `The list is of ${organisation}.`, {
    why: `This is ${catalog.organisation}.`,
  });
}

function stale({ serial }: SignedPeople, last: KnownPeople | null): Refusal | null {
  if (serial > (last?.serial ?? 0)) return null;
  return refuse(
    'stale-list',
    `List ${serial} is not newer than list ${last?.serial}, which was taken.`,
    {
      why: 'An older list would bring back who has left.',
      fix: `Sign a list with a serial above ${last?.serial}.`,
    },
  );
}

/** An account belongs to one person; where the configuration names accounts, a list adds none. */
function claims({ principals }: SignedPeople, catalog: Catalog): Refusal | null {
  for (const { id, slack } of principals) {
    if (!slack) continue;
    const owner = catalog.people.find((p) => p.accounts.includes(slack.user));
    if (owner && owner.id !== id) {
      return refuse('taken-account', `The Slack account ${slack.user} is not ${id}'s.`, {
        why: `The configuration says it is ${owner.id}'s, and an account belongs to one person.`,
      });
    }
    const configured = catalog.people.find((p) => p.id === id)?.accounts ?? [];
    if (configured.length > 0 && !owner) {
      return refuse('other-account', `${id} has another Slack account than ${slack.user}.`, {
        why: `The configuration names ${configured.join(', ')}; a list may take an account away, not add one.`,
        fix: 'Leave `slack` out of fairway.yaml for people whom the list is to link.',
      });
    }
  }
  return null;
}
