import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Deployment } from '../../domain/deployment/deployment.ts';

/** Gives `D-n` its n. It has gaps: a number is drawn before the decision that may refuse. */
export const deploymentNumber = pgSequence('deployment_number');

/** The index that lets only one deployment run on a target; its violation is the refusal `slot`. */
export const RUNNING_SLOT = 'deployment_running_slot';

/** When people are asked next for the review of a broken glass; null once it is done. */
export const reviewChaseAt = sql`((body -> 'review' ->> 'chaseAt')::bigint)`;
/** The index that lets only one deployment answer one time of a schedule. */
export const SCHEDULED_ONCE = 'deployment_scheduled_once';

/** The schedule that asked for it, and which of its times that was. */
const bySchedule = sql`(body -> 'schedule' ->> 'id')`;
const occurrence = sql`(body -> 'schedule' ->> 'occurrence')`;
/** Its glass was broken, once or more: how the partial index says it. */
export const everBroken = sql`body -> 'review' ->> 'dueAt' IS NOT NULL`;

/** `body` is the whole aggregate and the truth; the other columns repeat what queries ask for. Times in ms. */
export const deployment = pgTable(
  'deployment',
  {
    id: text().primaryKey(),
    number: bigint({ mode: 'number' }).notNull().unique(),
    service: text().notNull(),
    environment: text().notNull(),
    status: text().notNull(),
    requestedBy: text('requested_by').notNull(),
    requestedAt: bigint('requested_at', { mode: 'number' }).notNull(),
    startedAt: bigint('started_at', { mode: 'number' }),
    finishedAt: bigint('finished_at', { mode: 'number' }),
    digest: text().notNull(),
    rolledBackBy: text('rolled_back_by'),
    wakeAt: bigint('wake_at', { mode: 'number' }),
    revision: integer().notNull(),
    body: jsonb().$type<Deployment>().notNull(),
  },
  (t) => [
    uniqueIndex(RUNNING_SLOT).on(t.service, t.environment).where(sql`status = 'running'`),
    uniqueIndex(SCHEDULED_ONCE)
      .on(bySchedule, occurrence)
      .where(sql`body -> 'schedule' ->> 'id' IS NOT NULL`),
    index('deployment_overdue').on(t.wakeAt).where(sql`status IN ('pending', 'running')`),
    index('deployment_verified')
      .on(t.service, t.environment, t.finishedAt, t.number)
      .where(sql`status = 'succeeded' AND rolled_back_by IS NULL`),
    index('deployment_verified_digest')
      .on(t.service, t.environment, t.digest)
      .where(sql`status = 'succeeded' AND rolled_back_by IS NULL`),
    index('deployment_environment').on(t.environment, t.number),
    index('deployment_target').on(t.service, t.environment, t.number),
    index('deployment_status').on(t.status, t.number),
    index('deployment_requester').on(t.requestedBy, t.number),
    index('deployment_touched').on(sql`greatest(requested_at, started_at, finished_at)`),
    index('deployment_review').on(reviewChaseAt).where(everBroken),
    check(
      'deployment_status_known',
      sql`${t.status} IN ('pending', 'running', 'succeeded', 'failed', 'cancelled')`,
    ),
    check('deployment_id_numbered', sql`${t.id} = 'D-' || ${t.number}`),
    check('deployment_revision_counts', sql`${t.revision} >= 0`),
  ],
);
