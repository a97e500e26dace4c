import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('8.1 an approver is deactivated in the chat alone, after the approval and before the start', () => {
  const story = useStory();
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];
  const changes = (change: { deleted: boolean }) => {
    const bo = story.slack.state().users.find((one) => one.name === 'bo')?.id ?? '';
    story.slack.faults({ users: { [bo]: change } });
  };

  test('their yes no longer counts when the time comes: nothing starts, and its asker reads why', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production at +20m because "new basket"');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    expect(await newest()).toMatchObject({ approvals: [{ by: 'bo' }] });
    changes({ deleted: true });
    await story.later('21m');
    await story.after('10s');
    expect(await newest()).toMatchObject({
      status: 'pending',
      approvals: [],
      waiting: expect.arrayContaining([expect.objectContaining({ code: 'approval' })]),
    });
    expect(story.world.live({ service: 'shop', environment: 'production' })[0]?.version).not.toBe(
      '1.1.0',
    );
    const lines = await story.fairway.records.ledger('D-2');
    const line = lines.find(({ body }) => body['what'] === 'approval-voided');
    expect(line?.body).toMatchObject({
      what: 'approval-voided',
      evidence: {
        givers: ['bo'],
        reasons: ['is of somebody whose chat account may decide nothing now'],
      },
    });
  });

  test('another one says yes, and it starts', async () => {
    changes({ deleted: false });
    await story.presses('chen', 'approve');
    await story.after('15s');
    expect((await newest())?.status).toMatch(/running|succeeded/);
  });
});
