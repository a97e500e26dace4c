import type { Catalog } from '../domain/catalog/catalog.ts';
import { around } from '../domain/deployment/contact.ts';
import { type SilenceNews, silenceNews } from '../domain/deployment/source-silence.ts';
import type { Target } from '../domain/kernel/target.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { Log } from '../ports/log.ts';
import type { Records } from '../ports/records.ts';

export interface TellSilence {
  readonly catalog: () => Catalog;
  readonly records: Pick<Records, 'burn' | 'now'>;
  readonly alarms: Alarms;
  readonly saySource: (news: SilenceNews, n: number) => Promise<void>;
  readonly log: Log;
}

/**
 * Tells the owners once when nobody answers for what a service serves, and once when somebody does again: one
 * message for each environment, since a source is silent about all of it. Said before it is recorded, under a number
 * that only the record raises, so that a process that dies in between says the same again.
 */
export async function tellSilence(ports: TellSilence, counted: readonly Target[]): Promise<void> {
  const { catalog, records } = ports;
  const now = await records.now();
  const seen = await Promise.all(
    counted.map(async (target) => {
      const { owners } = around(catalog(), target);
      return { ...target, owners, seen: await records.burn(target) };
    }),
  );
  for (const { name } of catalog().environments) {
    const own = seen.filter(({ environment }) => environment === name);
    const raised = await ports.alarms.find(nameOf(name));
    const told = raised.about.split(' ').filter((one) => one !== '');
    await tell(ports, silenceNews(name, own, told, now), raised);
  }
}

async function tell(
  { alarms, saySource, log }: TellSilence,
  news: SilenceNews,
  raised: Awaited<ReturnType<Alarms['find']>>,
): Promise<void> {
  const { environment, lost, back, still } = news;
  const about = [...still, ...lost.map(({ service }) => service)].join(' ');
  if (about === raised.about) return;
  const word = { incident: 1, n: raised.n + 1, open: about !== '', about };
  if (lost.length + back.length > 0) await saySource(news, word.n);
  await alarms.record(nameOf(environment), word);
  for (const { service, why } of lost)
    log.warn({ service, environment, why }, 'nobody answers for what is served');
  for (const { service } of back) log.info({ service, environment }, 'it is measured again');
}

/** One alarm for each environment. */
function nameOf(environment: string): string {
  return `signals ${environment}`;
}
