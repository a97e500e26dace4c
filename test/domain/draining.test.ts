import { expect, test } from 'vitest';
import type { Aside } from '../../src/domain/deployment/aside.ts';
import { decideRunning } from '../../src/domain/deployment/decide-running.ts';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { plus } from '../../src/domain/kernel/time.ts';
import { deploymentCard } from '../../src/projections/deployment-card.ts';
import { seen } from '../projections/seen.ts';
import { NOON, running } from './sample.ts';

const aside: Aside = { owners: [], rollbackId: null, ahead: null, reseal: () => '' };

test('5.6 what a step waits for is told when it changes, stands on the card, and is gone with it', () => {
  const start = running(0);
  const cursor = start.plan.findIndex(({ kind }) => kind === 'finish');
  const finish = start.plan[cursor];
  if (!finish) throw new Error('a plan ends with finish');
  const progress = { ...start.progress, phase: 'intent', since: NOON, heardAt: NOON } as const;
  let d: Deployment = { ...start, cursor, progress, exposedAt: NOON };
  const told = (says?: string) => {
    const said = says === undefined ? {} : { says };
    const outcome = {
      kind: 'running',
      againInMs: 2_000,
      memo: null,
      verdict: null,
      ...said,
    } as const;
    const { rows, events } = decideRunning(d, finish, outcome, aside, plus(NOON, 1_000));
    d = rows[0]?.row ?? d;
    return events.length;
  };
  expect(told('Draining: 41 sessions, 2 minutes left')).toBe(1);
  expect(told('Draining: 41 sessions, 2 minutes left')).toBe(0);
  expect(told('Draining: 3 sessions, 30 seconds left')).toBe(1);
  expect(seen(deploymentCard(d, NOON))).toContainEqual(
    'now retire the old version: Draining: 3 sessions, 30 seconds left',
  );
  expect(told()).toBe(1);
  expect(d.progress).not.toHaveProperty('says');
});

test('5.6 what came of the sessions is kept with the end of the deployment, and stands on its card', () => {
  const start = running(0);
  const cursor = start.plan.length - 1;
  const finish = start.plan[cursor];
  if (finish?.kind !== 'finish') throw new Error('a plan ends with finish');
  const says = 'Draining: 1 session, 10 seconds left';
  const progress = {
    ...start.progress,
    phase: 'intent',
    since: NOON,
    heardAt: NOON,
    says,
  } as const;
  const d: Deployment = { ...start, cursor, progress, exposedAt: NOON };
  const ended = (note: string | null) =>
    decideRunning(d, finish, { kind: 'done', note, verdict: null }, aside, plus(NOON, 1_000));
  const note = '12 clients bound to 1.0.0 were handed over';
  const { rows, events } = ended(note);
  expect(events.map((event) => event.note)).toEqual([
    'shop 1.1.0 is verified in production; 12 clients bound to 1.0.0 were handed over',
  ]);
  const over = rows[0]?.row;
  expect(over?.progress).not.toHaveProperty('says');
  expect(seen(deploymentCard(over ?? d, NOON)).join('\n')).toContain(`; ${note}`);

  const quiet = ended(null);
  expect(quiet.events.map((event) => event.note)).toEqual(['shop 1.1.0 is verified in production']);
  expect(quiet.rows[0]?.row.progress).not.toHaveProperty('parted');
});
