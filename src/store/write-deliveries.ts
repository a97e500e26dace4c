import type { Brought } from '../domain/deployment/brought.ts';
import { type Deployment, isOver } from '../domain/deployment/deployment.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const BROUGHT = {
  name: 'write-brought',
  text: `
  INSERT INTO brought (deployment, service, environment, commits)
  SELECT one->>'deployment', one->>'service', one->>'environment', one->'commits'
  FROM jsonb_array_elements($1::jsonb) AS one`,
};

/**
 * What it rolls back was written when that was over, which is before a rollback is. What was stored before
 * `fullAt` was noted had all of the traffic when it succeeded.
 */
const DELIVERY = {
  name: 'write-deliveries',
  text: `
  INSERT INTO delivery (id, service, environment, kind, asked_at, at, succeeded, exposed, full_at,
    counts, rollback_of, fixes, commits)
  SELECT body->>'id', body->>'service', body->>'environment', body->>'kind',
    (body->>'requestedAt')::bigint, (body->>'finishedAt')::bigint, body->>'status' = 'succeeded',
    body->>'exposedAt' IS NOT NULL, (body->>'fullAt')::bigint,
    (body->>'fullAt' IS NOT NULL OR body->>'status' = 'succeeded')
      AND coalesce((SELECT succeeded OR full_at IS NOT NULL FROM delivery WHERE id = body->>'rollbackOf'), true),
    body->>'rollbackOf', body->>'fixes',
    (SELECT jsonb_array_length(commits) FROM brought WHERE deployment = body->>'id')
  FROM jsonb_array_elements($1::jsonb) AS body
  ON CONFLICT (id) DO UPDATE SET at = excluded.at, succeeded = excluded.succeeded,
    exposed = excluded.exposed, full_at = excluded.full_at, counts = excluded.counts`,
};

const COMMITS = {
  name: 'write-delivered-commits',
  text: `
  INSERT INTO delivered_commit (service, environment, commit, deployment, committed_at, at)
  SELECT d.service, d.environment, one->>'id', d.id, (one->>'committedAt')::bigint, d.at
  FROM delivery d JOIN brought b ON b.deployment = d.id, jsonb_array_elements(b.commits) AS one
  WHERE d.id = ANY($1::text[]) AND d.succeeded
  ORDER BY d.at ON CONFLICT DO NOTHING`,
};

/** What DORA's metrics count, written with the change that made it so. */
export function writeDeliveries(
  rows: readonly Row[],
  moved: readonly Deployment[],
): readonly Write[] {
  const brought = rows.flatMap((one): Brought[] => (one.table === 'brought' ? [one.row] : []));
  const told = moved.filter((d) => isOver(d) || (d.kind === 'rollback' && d.revision === 0));
  const done = told.filter((d) => d.status === 'succeeded').map((d) => d.id);
  return [
    ...(brought.length > 0
      ? [{ ...BROUGHT, values: [JSON.stringify(brought)], mustWrite: brought.length }]
      : []),
    ...(told.length > 0
      ? [{ ...DELIVERY, values: [JSON.stringify(told)], mustWrite: told.length }]
      : []),
    ...(done.length > 0 ? [{ ...COMMITS, values: [done], mustWrite: null }] : []),
  ];
}
