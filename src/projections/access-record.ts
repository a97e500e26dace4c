import type { KnownPeople } from '../domain/catalog/people-list.ts';
import type { Configuration } from '../domain/configuration/configuration.ts';
import type { Access } from '../domain/deployment/access.ts';
import type { Held, Period } from '../domain/deployment/access-history.ts';
import type { Delegation } from '../domain/governance/delegation.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Instant } from '../domain/kernel/time.ts';

/** The version or the list of people that gave or took a right; null where no version is kept. */
export type Giver = Configuration | KnownPeople | null;

/** Something that was done by right: glass that was broken, a lock that was laid, and where. */
export interface DoneByRight extends Target {
  readonly ref: string;
  readonly at: Instant;
  readonly by: string;
  /** As the ledger calls it. */
  readonly what: string;
  readonly because: string | null;
}

/** All that a review of access rests on. */
export interface AccessRecord extends Period {
  readonly rights: readonly Held<Access, Giver>[];
  readonly delegations: readonly Held<Delegation, Giver>[];
  readonly glass: readonly DoneByRight[];
  readonly locks: readonly DoneByRight[];
  /** Why a version was adopted past the rules, by its id. */
  readonly adopted: ReadonlyMap<string, string>;
  /** False where more was done in the period than is told. */
  readonly whole: boolean;
}

/** Through whom a version came into force: who wrote it, and who let it. */
export function giverOf(giver: Giver, { adopted }: Pick<AccessRecord, 'adopted'>) {
  if (!giver)
    return { version: '', commit: '', wrote: [], approved: [], how: 'no version is kept' };
  if ('serial' in giver) {
    const how = 'an administrator’s list';
    const version = `list ${giver.serial}`;
    return { version, commit: '', wrote: [giver.key], approved: [], how };
  }
  const { id, origin, barred, approvals, effect } = giver;
  const signed = origin.signed ?? [];
  const because = adopted.get(id);
  const how = effect === 'adopted' && because ? `adopted because ${because}` : HOW[effect];
  return {
    version: id,
    commit: origin.commit ?? '',
    wrote: signed.length > 0 ? signed : barred,
    approved: approvals.map(({ by }) => by),
    how,
  };
}

const HOW: Readonly<Record<Configuration['effect'], string>> = {
  trusted: 'the first one, trusted',
  adopted: 'adopted on the machine',
  loosens: 'approved',
  tightens: 'tightens, asks nobody',
  neutral: 'changes no rule, asks nobody',
};

/** The same in a few words: `C-3 by eli, approved by bo and chen`. */
export function sayGiver(giver: Giver, record: Pick<AccessRecord, 'adopted'>): string {
  const { version, commit, wrote, approved, how } = giverOf(giver, record);
  if (version === '') return how;
  const at = commit === '' ? '' : ` (${commit.slice(0, 12)})`;
  const authors = giver && 'barred' in giver && giver.barred.length > 0 ? giver.barred : wrote;
  const by = authors.length > 0 ? ` by ${authors.join(', ')}` : '';
  return `${version}${at}${by}, ${approved.length > 0 ? `approved by ${approved.join(', ')}` : how}`;
}

/** What was done, in words. */
export function sayDone({ what, because }: Pick<DoneByRight, 'what' | 'because'>): string {
  return `${what}${because === null ? '' : `: ${because}`}`;
}
