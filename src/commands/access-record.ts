import type { Catalog } from '../domain/catalog/catalog.ts';
import type { KnownPeople } from '../domain/catalog/people-list.ts';
import type { Configuration } from '../domain/configuration/configuration.ts';
import { reignsOf } from '../domain/configuration/reigns.ts';
import { accessText, accessTo, type Sees } from '../domain/deployment/access.ts';
import {
  accessOver,
  delegationsOver,
  type Period,
  type Ruled,
} from '../domain/deployment/access-history.ts';
import { underLists } from '../domain/deployment/access-lists.ts';
import { isDeploymentId } from '../domain/deployment/deployment.ts';
import type { Target } from '../domain/kernel/target.ts';
import { instant } from '../domain/kernel/time.ts';
import type { Configurations } from '../ports/configurations.ts';
import type { LedgerLine, Records } from '../ports/records.ts';
import type { AccessRecord, DoneByRight, Giver } from '../projections/access-record.ts';

interface Ports {
  readonly configurations: Pick<Configurations, 'list'>;
  readonly records: Pick<Records, 'ledgerWithin' | 'ledger' | 'deployment'>;
  /** What a version says; null where it is not kept, or cannot be read any more. */
  readonly read: (version: string) => Promise<Catalog | null>;
  /** What is in force, for where no version is kept. */
  readonly inForce: Catalog;
  readonly sees?: Sees;
  /** The lists of people that were taken, oldest first. */
  readonly lists: () => Promise<readonly KnownPeople[]>;
}

/** How much is looked at: further back a right is as old as the last version seen, at least. */
interface Bounds {
  readonly versions: number;
  readonly entries: number;
  /** Rights, over all versions that give others than the one before. */
  readonly rights: number;
}

const GLASS = ['asked', 'approved', 'granted', 'refused', 'withdrawn', 'expired'].map(
  (deed) => `break-glass-${deed}`,
);
const LOCKS = ['locked', 'extended', 'taken-over', 'unlocked', 'expired'];

/** Who could what in a period, since when and by whose word, and what was done by right, from all versions and the ledger. */
export async function accessRecordOf(
  { configurations, records, read, inForce, lists, sees = () => true }: Ports,
  period: Period,
  bounds: Bounds,
): Promise<AccessRecord> {
  const listed = await configurations.list(bounds.versions);
  const written: Ruled<Giver>[] = [];
  for (const { configuration, since } of reignsOf(listed)) {
    const catalog = await read(configuration.version);
    written.push({ since, version: configuration, catalog });
  }
  if (written.length === 0) written.push({ since: period.since, version: null, catalog: inForce });
  const versions = underLists(written, await lists());
  const whole = listed.some(({ id }) => id === 'C-1');
  const now = accessTo(inForce, sees).length;
  const most = Math.max(2, Math.floor(bounds.rights / Math.max(1, now)));
  const giving = versions.filter((one, i) => givesOthers(one, versions[i - 1]));
  const asked = { ...period, limit: bounds.entries };
  const [glass, locks] = await Promise.all([
    records.ledgerWithin({ ...asked, what: GLASS }),
    records.ledgerWithin({ ...asked, what: LOCKS }),
  ]);
  return {
    ...period,
    rights: accessOver(giving.slice(-most), period, {
      whole: whole && giving.length <= most,
      sees,
    }),
    delegations: delegationsOver(versions, period, whole),
    glass: (await placed(glass, records)).filter(sees),
    locks: (await placed(locks, records)).filter(sees),
    adopted: await adoptedOf(listed, records),
    whole: glass.length < bounds.entries && locks.length < bounds.entries,
  };
}

/** Most versions change something else; what they say is not gone through again. */
function givesOthers({ catalog }: Ruled<Giver>, before: Ruled<Giver> | undefined): boolean {
  if (!catalog || !before?.catalog) return true;
  return accessText(catalog) !== accessText(before.catalog);
}

async function placed(
  lines: readonly LedgerLine[],
  { deployment }: Pick<Records, 'deployment'>,
): Promise<readonly DoneByRight[]> {
  const places = new Map<string, Target>();
  for (const { body } of lines) {
    const subject = String(body['subject']);
    if (places.has(subject)) continue;
    const [, service, environment] = /^lock:(.*):([^:]*)$/.exec(subject) ?? [];
    const found = isDeploymentId(subject) ? await deployment(subject) : null;
    places.set(subject, {
      service: found?.service ?? service ?? subject,
      environment: found?.environment ?? environment ?? '',
    });
  }
  return lines.map(({ ref, body }) => {
    const { service = '', environment = '' } = places.get(String(body['subject'])) ?? {};
    const at = instant(Date.parse(String(body['at'])));
    const because = said(body, 'because') ?? said(body, 'note');
    const [by, what] = [String(body['by']), String(body['what'])];
    return { ref, at, by, what, because, service, environment };
  });
}

async function adoptedOf(
  all: readonly Configuration[],
  { ledger }: Pick<Records, 'ledger'>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { id } of all.filter(({ effect }) => effect === 'adopted')) {
    const line = (await ledger(id)).find(({ body }) => body['what'] === 'in-force');
    const because = line && said(line.body, 'because');
    if (because) found.set(id, because);
  }
  return found;
}

function said({ evidence }: LedgerLine['body'], key: string): string | null {
  if (typeof evidence !== 'object' || evidence === null || Array.isArray(evidence)) return null;
  const value = Object.entries(evidence).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : null;
}
