import type { Catalog } from '../domain/catalog/catalog.ts';
import { measuredTo } from '../domain/deployment/burn-spell.ts';
import { around } from '../domain/deployment/contact.ts';
import { meanwhileOf, noteSlow, type SlowNews, slowBurn } from '../domain/deployment/slow-burn.ts';
import type { Target } from '../domain/kernel/target.ts';
import { budgetOf } from '../domain/verdict/budget.ts';
import type { Objective } from '../domain/verdict/objective.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';

export interface TellSlowBurn {
  readonly catalog: () => Catalog;
  readonly records: Pick<Records, 'burn' | 'now'>;
  readonly store: Pick<Store, 'change'>;
  readonly alarms: Alarms;
  readonly saySlowBurn: (news: SlowNews, n: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Tells the owners once that a service spends its budget faster than it may, and in the same message that this is over;
 * holds nothing itself and blames nobody. Said before it is recorded, under a number that only the record raises, so that a
 * process that dies in between says the same again.
 */
export async function tellSlowBurn(
  ports: TellSlowBurn,
  place: Target,
  objectives: readonly Objective[],
): Promise<void> {
  const [first] = objectives;
  if (!first) return;
  const [seen, now] = await Promise.all([ports.records.burn(place), ports.records.now()]);
  const at = seen && measuredTo(seen, now);
  if (!seen || at === null) return;
  const burns = slowBurn(seen, objectives, at);
  const change = noteSlow(seen, burns !== null, at);
  const row = change?.rows[0]?.row;
  if (!row) return;
  const { owners } = around(ports.catalog(), place);
  const budget = burns?.budget ?? budgetOf(seen.days, seen.since, first, at);
  const meanwhile = meanwhileOf(seen, objectives, at);
  const news = { ...place, owners, burns, budget, meanwhile, at };
  if (burns && !seen.slow) await say(ports, { ...news, since: at }, true);
  if (seen.slow && !row.slow) await say(ports, { ...news, since: seen.slow.since }, false);
  await ports.store.change({ target: place }, () => change);
}

async function say(
  { alarms, saySlowBurn, log }: TellSlowBurn,
  news: SlowNews,
  open: boolean,
): Promise<void> {
  const { service, environment, burns } = news;
  const name = `slow burn ${service} ${environment}`;
  const raised = await alarms.find(name);
  const n = raised.open === open ? raised.n : raised.n + 1;
  await saySlowBurn(news, n);
  await alarms.record(name, { incident: 1, n, open, about: '' });
  log.info({ service, environment, why: burns?.why ?? null }, 'its owners hear how it burns');
}
