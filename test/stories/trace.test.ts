import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';
import { listening } from './heard.ts';

describe('7.1 one id from the payload of the chat to the call of the provider', () => {
  const heard = listening();
  const story = useStory({ hears: heard.log, patienceMs: 200 });
  const traceOf = async (id: `D-${number}`) =>
    (await story.fairway.records.deployment(id))?.trace ?? 'none';
  const said = (trace: string) => heard.lines().filter((line) => line.trace === trace);

  test('what an act asks for lies in the trace of the act, up to the call', async () => {
    story.world.fault({ call: 'start', kind: 'throw-after' });
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('1m');
    const trace = await traceOf('D-1');
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    const lines = said(trace);
    expect(lines.map(({ msg }) => msg)).toEqual(['command', 'provider did not answer']);
    expect(lines[0]).toMatchObject({ verb: 'deploy', act: expect.any(String) });
    expect(lines[1]).toMatchObject({ deployment: 'D-1', step: 'start' });
    const told = story.world.effects().filter(({ key }) => key.startsWith('D-1:'));
    expect(told.length).toBeGreaterThan(3);
    for (const { traceparent } of told)
      expect(traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  });

  test('the ledger, the outbox and every message of it name the same', async () => {
    const trace = await traceOf('D-1');
    const [first] = await story.fairway.records.ledger('D-1');
    const entries = await story.fairway.records.ledger('D-1');
    expect([first, ...entries].some((one) => JSON.stringify(one?.body).includes(trace))).toBe(true);
    const { rows: events } = await story.database.pool.query(
      `SELECT DISTINCT event ->> 'trace' AS trace FROM outbox WHERE event ->> 'id' = 'D-1'`,
    );
    expect(events).toEqual([{ trace }]);
    const { rows: messages } = await story.database.pool.query(
      `SELECT DISTINCT trace FROM message WHERE key LIKE '%:D-1%'`,
    );
    expect(messages).toEqual([{ trace }]);
  });

  test('two acts are two traces, and each step a span of its own', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    const [one, other] = [await traceOf('D-1'), await traceOf('D-2')];
    expect(one).not.toBe(other);
    const spans = story.world
      .effects()
      .filter(({ key }) => key.startsWith('D-2:'))
      .map(({ traceparent }) => traceparent?.split('-')[2]);
    expect(new Set(spans).size).toBe(spans.length);
  });

  test('who answers for a deployment stands in its trace, and the act stays named', async () => {
    await story.types('ana', '/deploy search@2.1.0 to production because "spelling"');
    await story.presses('ana', 'start');
    const trace = await traceOf('D-3');
    await story.presses('dana', 'approve');
    await story.after('10s');
    const acts = heard.lines().filter(({ verb }) => verb === 'approve');
    expect(acts).toHaveLength(1);
    expect(acts[0]?.act).toBeDefined();
    // Said before it was read which deployment it is about; the act links both.
    expect(acts[0]?.trace).not.toBe(trace);
  });

  test('a rollback that somebody asks for lies in the trace of that act, one by itself in its deployment’s', async () => {
    await story.types('ana', '/rollback search in staging because "wrong words"');
    await story.after('30s');
    const d = (await story.fairway.records.deployments({ service: 'search', limit: 9 })).find(
      ({ kind }) => kind === 'rollback',
    );
    const acts = heard.lines().filter(({ verb }) => verb === 'rollback');
    expect(acts.map(({ trace }) => trace)).toContain(d?.trace);
  });
});
