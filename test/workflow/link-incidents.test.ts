import { expect, test } from 'vitest';
import { act, say, settle } from '../../src/domain/correlation/say.ts';
import type { Suspicion, SuspicionChange } from '../../src/domain/correlation/suspicion.ts';
import { link, report, resolve } from '../../src/domain/incident/command.ts';
import type { Incident, IncidentChange } from '../../src/domain/incident/incident.ts';
import { isRefusal, type Refusal } from '../../src/domain/kernel/refusal.ts';
import { type Instant, plus } from '../../src/domain/kernel/time.ts';
import { linkIncidents } from '../../src/workflow/link-incidents.ts';
import { noon, sample } from '../store/sample.ts';

const MINUTE = 60_000;
const at = (minutes: number): Instant => plus(noon, minutes * MINUTE);
const shop = { service: 'shop', environment: 'production' };
const back = sample('D-3', {
  ...{ ...shop, kind: 'rollback', rollbackOf: 'D-1', because: 'INC-1', requestedBy: 'bo' },
  requestedAt: at(1),
});

function incidentOf(change: IncidentChange | Refusal | null): Incident {
  const row = change && !isRefusal(change) ? change.rows[0]?.row : null;
  if (!row) throw new Error('nothing was changed');
  return row;
}
const opened = incidentOf(
  report(
    { place: shop, severity: 'error', title: 'payments fail', by: 'chen' },
    { id: 'INC-1', channel: null },
    noon,
  ),
);

/** The incident once the start of the rollback is told, that many minutes after somebody pressed. */
async function toldAfter(minutes: number): Promise<Incident> {
  let row = opened;
  const deployments = [back, sample('D-1', shop)];
  const told = { type: 'started', id: 'D-3', ...shop, revision: 0, by: 'bo' } as const;
  await linkIncidents({
    records: {
      deployment: async (id) => deployments.find((one) => one.id === id) ?? null,
      incident: async () => row,
    },
    store: {
      change: async (_: unknown, decide: (seen: { readonly now: Instant }) => unknown) => {
        row = incidentOf(decide({ now: at(1 + minutes) }) as IncidentChange);
        return { kind: 'recorded' };
      },
    } as never,
  }).on({ ...told, at: back.requestedAt, note: null, tell: [] });
  return row;
}

function suspicionOf(change: SuspicionChange | null): Suspicion {
  const row = change?.rows[0]?.row;
  if (!row) throw new Error('nothing was changed');
  return row;
}
const named = {
  ...{ subject: 'D-1', kind: 'deploy', ...shop, version: '1.1.0', by: 'ana', relations: [] },
  ...{ likelihood: 0.8, moment: null, weights: {} as never },
} as const;
const suspected = suspicionOf(say(null, opened, { suspects: [named], nobody: 0.2 } as never, noon));
const deed = { subject: 'D-1', what: 'rolled-back', by: 'bo', because: null, id: 'D-3' } as const;
const tried = suspicionOf(act(suspected, { ...deed, at: back.requestedAt }));
const over = (i: Incident, minutes: number): Incident =>
  incidentOf(resolve(i, 'chen', 'it is over', at(minutes)));

test.each([0, 5])(
  '7.2 a press for the incident that is told of %i minutes later is a try: not the cause where it did not help',
  async (minutes) => {
    const i = await toldAfter(minutes);
    expect(i.links).toMatchObject([
      { deployment: 'D-1', role: 'cause', by: 'bo' },
      { deployment: 'D-3', role: 'fix', by: 'bo' },
    ]);
    expect(settle(tried, i, at(6))).toBeNull();
    expect(settle(tried, over(i, 120), at(120))).toBeNull();
    expect(settle(tried, over(i, 10), at(10))?.rows[0]?.row.cause).toMatchObject({
      subject: 'D-1',
      how: 'ended by its rollback',
    });
  },
);

test('7.2 what was tried and is said by a person to be the cause is it, whether it helped or not', async () => {
  const i = incidentOf(
    link(await toldAfter(0), { deployment: 'D-1', role: 'cause', by: 'chen', at: at(2) }),
  );
  expect(i.links.map(({ deployment }) => deployment).toSorted()).toEqual(['D-1', 'D-3']);
  expect(settle(tried, over(i, 120), at(120))?.rows[0]?.row.cause).toMatchObject({
    subject: 'D-1',
    by: 'chen',
    how: 'named',
  });
  const again = link(i, { deployment: 'D-1', role: 'cause', by: 'bo', at: at(3) });
  expect(again).toBeNull();
});
