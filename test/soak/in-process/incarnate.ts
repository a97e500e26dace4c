import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Catalog } from '../../../src/domain/catalog/catalog.ts';
import { compose, type Fairway } from '../../../src/main.ts';
import type { Doorbell } from '../../../src/ports/bell.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createInProcess } from '../../../src/queue/in-process.ts';
import type { Clock } from '../../../src/store/clock.ts';

/** Nobody listens there: for trials in which nothing is said to people. */
const NOWHERE = 'http://127.0.0.1:9/api/';
export const LEASE_MS = 2_000;

export interface Process {
  readonly fairway: Fairway;
  /** Answers what has rung until all is quiet. */
  settle(): Promise<void>;
  /** What went wrong in its jobs, in words. */
  readonly wrong: readonly string[];
  stop(): Promise<void>;
}

export interface Made {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly provider: Provider;
  readonly catalog: Catalog;
  readonly slackUrl?: string;
  readonly withdrawMs?: number;
  /** Which bells are heard; all, unless told. */
  readonly hears?: (bell: Parameters<Doorbell['ring']>[0]) => boolean;
}

/** One process of Fairway: the real composition root, without its loops, sockets and signals. */
export function incarnate(made: Made): Process {
  const { pool, clock, provider, catalog, slackUrl = NOWHERE, withdrawMs = 0, hears } = made;
  const wrong: string[] = [];
  const note = (fields: Readonly<Record<string, unknown>>, message: string): void => {
    wrong.push(`${message}: ${JSON.stringify(fields)}`);
  };
  const log = { info() {}, warn() {}, error: note };
  const inProcess = createInProcess(() => fairway.runners, log);
  const bell: Doorbell = {
    async ring(name, id) {
      if (hears?.(name) ?? true) await inProcess.bell.ring(name, id);
    },
    ringIn: inProcess.bell.ringIn,
    unanswered: inProcess.bell.unanswered,
  };
  const fairway = compose({
    pool,
    clock,
    bell,
    nudge() {},
    providers: new Map([['fleet', provider]]),
    catalog: () => catalog,
    slack: {
      botToken: 'xoxb-nobody',
      signingSecrets: ['f'.repeat(32)],
      appToken: null,
      apiUrl: slackUrl,
    },
    settings: { leaseMs: LEASE_MS, withdrawMs, requestExpiresMs: 24 * 3_600_000 },
    log,
  });
  return { fairway, settle: inProcess.settle, wrong, stop: () => fairway.slack.stop() };
}

/** Slack has told it who it is: before that nobody is believed to be a member. */
export async function introduced({ fairway }: Pick<Process, 'fairway'>): Promise<void> {
  for (let i = 0; fairway.slack.problem() !== null; i += 1) {
    if (i === 60_000) throw new Error(`Slack does not say who we are: ${fairway.slack.problem()}`);
    await sleep(1);
  }
}
