import type { PoolClient } from 'pg';
import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Lock } from '../domain/governance/lock.ts';
import { instant } from '../domain/kernel/time.ts';
import type { About, Held } from '../ports/store.ts';
import { type Clock, nowParameter, nowSql } from './clock.ts';

const MAKE_FENCES = {
  name: 'make-fences',
  text: `INSERT INTO fence (service, environment) SELECT * FROM unnest($1::text[], $2::text[])
    ON CONFLICT DO NOTHING`,
};

/** Always in this order, so that two crowds never wait for each other in a circle. */
const LOCK_FENCES = {
  name: 'lock-fences',
  text: `SELECT service, environment, epoch FROM fence
    WHERE (service, environment) IN (SELECT * FROM unnest($1::text[], $2::text[]))
    ORDER BY service, environment FOR UPDATE`,
};

/** A statement of its own: only one that begins after the locks were had sees what their last holders wrote. */
const READ = {
  name: 'read-held',
  text: `
  SELECT ${nowSql('$4')} AS now, asked.service, asked.environment,
    (SELECT body FROM deployment WHERE id = asked.id) AS deployment,
    (SELECT body FROM deployment
      WHERE service = asked.service AND environment = asked.environment AND status = 'running') AS running,
    (SELECT body FROM lock
      WHERE service = asked.service AND environment = asked.environment) AS lock
  FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY
    AS asked(service, environment, id, nth)
  ORDER BY nth`,
};

interface FenceRow {
  readonly service: string;
  readonly environment: string;
  readonly epoch: string;
}

interface HeldRow {
  readonly now: string;
  readonly service: string;
  readonly environment: string;
  readonly deployment: Deployment | null;
  readonly running: Deployment | null;
  readonly lock: Lock | null;
}

export interface Opened {
  readonly epoch: number;
  readonly held: Held;
}

/**
 * Begins a transaction, locks the targets' fence rows and reads what decisions may rely on, in the order
 * of `abouts`. Each target stands there once; one met for the first time costs a round trip more.
 */
export async function open(
  client: PoolClient,
  clock: Clock,
  abouts: readonly About[],
): Promise<readonly Opened[]> {
  const services = abouts.map(({ target }) => target.service);
  const environments = abouts.map(({ target }) => target.environment);
  const places = [services, environments];
  const values = [
    ...places,
    abouts.map(({ deployment }) => deployment ?? null),
    nowParameter(clock),
  ];
  const lockAndRead = () =>
    Promise.all([
      client.query<FenceRow>({ ...LOCK_FENCES, values: places }),
      client.query<HeldRow>({ ...READ, values }),
    ]);
  let [, [fences, read]] = await Promise.all([client.query('BEGIN'), lockAndRead()]);
  if (fences.rows.length < abouts.length) {
    await client.query({ ...MAKE_FENCES, values: places });
    [fences, read] = await lockAndRead();
  }
  return read.rows.map(({ service, environment, ...row }) => {
    const fence = fences.rows.find((f) => f.service === service && f.environment === environment);
    if (!fence) throw new Error('the fence row was deleted while it was locked');
    assertThere(row.deployment, service, environment);
    return { epoch: Number(fence.epoch), held: { ...row, now: instant(Number(row.now)) } };
  });
}

/** The lock held is the target's: a deployment from elsewhere would be decided on without one. */
function assertThere(d: Deployment | null, service: string, environment: string): void {
  if (d === null || (d.service === service && d.environment === environment)) return;
  throw new Error(`${d.id} is not a deployment of ${service} to ${environment}`);
}
