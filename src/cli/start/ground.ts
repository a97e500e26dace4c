import type { Person } from '../../domain/catalog/catalog.ts';
import type { HealthPart } from '../../http/health.ts';
import type { Factors } from '../../ports/factors.ts';
import type { Provider } from '../../ports/provider.ts';
import type { QueueAddress } from '../../queue/connect.ts';
import type { SlackConfig } from '../../slack/app.ts';

/** What Fairway stands on: a database, a queue, a Slack, and a way to where versions run. */
export interface Ground {
  readonly databaseUrl: string;
  readonly queue: QueueAddress;
  readonly slack: SlackConfig;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Where Fairway itself listens. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Where browsers reach it when nobody said; left out: nowhere. */
  readonly url?: string;
  /** What of the ground must be well for Fairway to be ready, beside what every Fairway needs. */
  readonly health: readonly HealthPart[];
  /** Gives whoever has none a second factor, before anybody is answered; left out: operators do. */
  enrol?(factors: Factors, people: readonly Person[]): Promise<void>;
  /** Told where Fairway listens and how it is, once it does; answers with what people should read. */
  ready(at: Answering): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface Answering {
  readonly port: number;
  readonly health: () => Promise<{ readonly ok: boolean; readonly body: unknown }>;
}
