import type { Catalog } from '../domain/catalog/catalog.ts';
import { zoneFor } from '../domain/catalog/zone-for.ts';
import { type Learned, lessonsIn } from '../domain/configuration/lessons.ts';
import { becomeRule, chaseAction, type RuleInForce } from '../domain/governance/action-item.ts';
import type { Versions } from '../ports/configurations.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

const MOST = 50;

export interface TendActions {
  readonly records: Pick<Records, 'actionItem' | 'dueActionItems' | 'now'>;
  readonly configurations: Pick<Versions, 'active' | 'explain'>;
  readonly store: Pick<Store, 'change'>;
  readonly catalog: () => Catalog;
  readonly log: Log;
}

/**
 * Closes every action item that a rule in force came from, and asks the owners of the others when their time has
 * come. The item's revision lets one of several who look write, so each is said once.
 */
export async function tendActions(ports: TendActions): Promise<void> {
  for (const learned of lessonsIn(ports.catalog())) await close(ports, learned);
  const { records, store, catalog } = ports;
  for (const item of await records.dueActionItems(await records.now(), MOST)) {
    const zone = zoneFor(catalog(), item.owner, item.environment);
    await store.change({ target: item }, ({ now }) => chaseAction(item, { now, zone }));
  }
}

async function close(ports: TendActions, { action, path }: Learned): Promise<void> {
  const item = await ports.records.actionItem(action);
  if (!item || item.done) return;
  const rule = await ruleAt(ports, path);
  const closed = await ports.store.change({ target: item }, ({ now }) =>
    becomeRule(item, rule, now),
  );
  if (closed.kind === 'recorded') {
    ports.log.info({ action, rule: rule.key }, 'an action item is a rule in force');
  }
}

async function ruleAt(
  { configurations }: Pick<TendActions, 'configurations'>,
  path: readonly string[],
): Promise<RuleInForce> {
  const key = path.join('.');
  const [active, found] = await Promise.all([configurations.active(), configurations.explain(key)]);
  const written = found && 'place' in found ? found : null;
  return {
    key,
    place: written?.place ?? null,
    commit: written?.blame?.commit ?? active?.origin.commit ?? null,
    configuration: active?.id ?? null,
  };
}
