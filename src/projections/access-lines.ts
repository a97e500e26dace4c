import type { Access } from '../domain/deployment/access.ts';
import type { Held } from '../domain/deployment/access-history.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { AccessRecord, Giver } from './access-record.ts';

/** The rights of one person by one rule that began and ended alike, over all services they are about. */
export interface AccessLine {
  readonly person: string;
  readonly what: string;
  readonly since: Instant;
  readonly atLeast: boolean;
  readonly until: Instant | null;
  readonly givenBy: Giver;
  readonly endedBy: Giver;
}

/** Rights as people read them: what ended, what was given in the period, and what held throughout. */
export function accessLines({ rights, since }: Pick<AccessRecord, 'rights' | 'since'>): {
  readonly ended: readonly AccessLine[];
  readonly given: readonly AccessLine[];
  readonly kept: readonly AccessLine[];
} {
  const grouped = new Map<
    string,
    { readonly first: Held<Access, Giver>; readonly services: string[] }
  >();
  for (const one of rights) {
    const { environment, person, may, rule, groups, account } = one.what;
    const key = [environment, person, may, rule, account, one.since, one.until, ...groups].join(
      '\n',
    );
    const found = grouped.get(key);
    if (found) found.services.push(one.what.service);
    else grouped.set(key, { first: one, services: [one.what.service] });
  }
  const all = [...grouped.values()].map(({ first, services }) => lineOf(first, services));
  const open = all.filter(({ until }) => until === null);
  return {
    ended: all.filter(({ until }) => until !== null),
    given: open.filter((one) => one.since >= since && !one.atLeast),
    kept: open.filter((one) => one.since < since || one.atLeast),
  };
}

function lineOf(
  { what: right, ...spell }: Held<Access, Giver>,
  services: readonly string[],
): AccessLine {
  const { person, may, environment, rule, groups, account } = right;
  const by = groups.length > 0 ? ` through ${groups.join(' and ')}` : '';
  const lame = account ? '' : ', but has no account';
  const what = `may ${may} ${few(services)} in ${environment} by ${rule}${by}${lame}`;
  return { person, what, ...spell };
}

const MOST = 5;

function few(services: readonly string[]): string {
  const more = services.length - MOST;
  return `${services.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
