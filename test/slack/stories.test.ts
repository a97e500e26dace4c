import { afterEach, describe, expect, test } from 'vitest';
import { sign } from '../../src/slack/verify.ts';
import { ANA, BO, BOT, GUS, openStage, type Stage, until } from './stage.ts';

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

async function open(...of: Parameters<typeof openStage>): Promise<Stage> {
  stage = await openStage(...of);
  return stage;
}

function type(s: Stage, user: string, command: string, text: string) {
  return s.workspace.command({ user, channel: 'C0DEPLOYS1', command, text });
}

describe.each(['http', 'socket'] as const)('by %s', (by) => {
  test('a typed line runs with the rights of who typed it and is answered privately', async () => {
    const s = await open(by);
    expect(await type(s, ANA, '/deploy', 'shop@1.1.0 to staging because “it’s <b>”')).toMatchObject(
      {
        ok: true,
      },
    );
    await s.idle();
    expect(s.desk.ran).toEqual([
      {
        line: '/deploy shop@1.1.0 to staging because "it\'s <b>"',
        channel: 'C0DEPLOYS1',
        actor: {
          id: 'ana',
          account: ANA,
          name: expect.any(String),
          kind: 'member',
          groups: ['owners'],
        },
      },
    ]);
    expect(s.reads(ANA)).toEqual(['Did /deploy shop@1.1.0 to staging because "it\'s &lt;b&gt;"']);
    expect(s.reads(BO)).toEqual([]);
  });

  test('what cannot be read is refused in the ack; nothing is written', async () => {
    const s = await open(by);
    await type(s, ANA, '/release', 'nonsense');
    expect(s.reads(ANA)).toEqual(['No such verb. Try /release help.']);
    expect(s.inbox.acts.size).toBe(0);
  });

  test('without arguments a form opens; its faults show in it; complete, it runs', async () => {
    const s = await open(by);
    await type(s, ANA, '/deploy', '');
    expect(s.workspace.views(ANA)).toHaveLength(1);
    const short = await s.workspace.submit({ user: ANA, values: { because: 'x' } });
    expect(short).toMatchObject({ ok: false, errors: { because: 'Say at least a word.' } });
    expect(s.workspace.views(ANA)).toHaveLength(1);
    await s.workspace.submit({ user: ANA, values: { because: 'too “risky”' } });
    await s.idle();
    expect(s.workspace.views(ANA)).toEqual([]);
    expect(s.desk.ran.map((one) => one.line)).toEqual(['/release reject D-1 because too "risky"']);
    expect(s.reads(ANA)).toEqual(['Did /release reject D-1 because too "risky"']);
  });

  test('a decided preview loses its buttons', async () => {
    const s = await open(by);
    await type(s, ANA, '/deploy', 'preview');
    await s.idle();
    const [preview] = s.workspace.messages('deploys', ANA);
    expect(preview?.text).toBe('Ready?');
    await s.workspace.click({
      user: ANA,
      channel: 'C0DEPLOYS1',
      ts: preview?.ts ?? '',
      action_id: 'start',
    });
    await s.idle();
    expect(s.reads(ANA)).toEqual(['Did /deploy shop@1.1.0 to production --yes']);
  });

  test('a guest may look and not decide', async () => {
    const s = await open(by);
    await type(s, GUS, '/release', 'status');
    await type(s, GUS, '/release', 'approve D-1');
    await s.idle();
    expect(s.desk.ran.map((one) => one.actor.kind)).toEqual(['guest', 'guest']);
    expect(s.reads(GUS)).toEqual([
      'Did /release status',
      'This account can look, but never decide.',
    ]);
  });

  test('a mention in a thread is answered there, to its author', async () => {
    const s = await open(by);
    s.workspace.message({ user: ANA, channel: 'C0DEPLOYS1', text: `<@${BOT}> status shop` });
    await until(() => s.desk.ran.length === 1);
    await s.idle();
    expect(s.desk.ran[0]?.line).toBe('/release status shop');
    expect(s.reads(ANA).at(-1)).toBe('Did /release status shop');
    expect(s.reads(BO)).not.toContain('Did /release status shop');
  });

  test('opening the Home tab shows it', async () => {
    const s = await open(by);
    s.workspace.openHome(ANA);
    await until(() => s.workspace.home(ANA) !== undefined);
    expect(JSON.stringify(s.workspace.home(ANA))).toContain('Home of');
  });

  test('without its database it says so, and starts nothing', async () => {
    const s = await open(by);
    s.inbox.away = true;
    await type(s, ANA, '/deploy', 'shop@1.1.0 to staging');
    expect(s.reads(ANA)).toEqual([
      'Fairway cannot reach its database. Nothing was started. Try again in a minute.',
    ]);
    expect(s.desk.ran).toEqual([]);
  });

  test('a flood is held back, but a rollback never', async () => {
    const limits = {
      person: { burst: 2, perSecond: 0.01 },
      everybody: { burst: 99, perSecond: 9 },
    };
    const s = await open(by, { limits });
    for (const n of [1, 2, 3]) await type(s, ANA, '/release', `status ${n}`);
    await type(s, ANA, '/rollback', 'shop');
    await type(s, BO, '/release', 'status 4');
    await s.idle();
    expect(s.desk.ran.map((one) => one.line).toSorted()).toEqual([
      '/release status 1',
      '/release status 2',
      '/release status 4',
      '/rollback shop',
    ]);
    expect(s.reads(ANA).filter((text) => text.startsWith('You are faster'))).toHaveLength(1);
  });

  test('a card lives in its channel: posted, edited, pressed', async () => {
    const s = await open(by);
    const button = { type: 'button', action_id: 'approve', value: '/release approve D-1 quiet' };
    const text = { type: 'plain_text', text: 'Approve' };
    const content = {
      text: 'D-1 waits',
      blocks: [{ type: 'actions', elements: [{ ...button, text }] }],
    };
    const wish = { key: 'card:D-1', channel: 'C0DEPLOYS1', under: null, broadcast: false };
    await s.messages.want({ ...wish, content, revision: 1 });
    await s.slack.deliver('card:D-1');
    const [card] = s.workspace.messages('deploys', BO);
    await s.workspace.click({
      user: BO,
      channel: 'C0DEPLOYS1',
      ts: card?.ts ?? '',
      action_id: 'approve',
    });
    await s.idle();
    expect(s.desk.ran).toMatchObject([{ line: '/release approve D-1 quiet', actor: { id: 'bo' } }]);
    await s.messages.want({
      ...wish,
      content: { text: 'D-1 is approved', blocks: [] },
      revision: 2,
    });
    await s.slack.deliver('card:D-1');
    expect(s.reads(BO)).toEqual(['D-1 is approved']);
  });
});

test('a byte-exact replay, a hundred times at once, has one effect', async () => {
  const s = await open('http');
  const secondsNow = String(Math.floor(Date.now() / 1000));
  const sent = {
    command: '/deploy',
    text: 'shop',
    user_id: ANA,
    team_id: 'T0FAIRWAY1',
    trigger_id: '9.9',
  };
  const body = new URLSearchParams(sent).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': secondsNow,
    'x-slack-signature': sign(Buffer.from(body), secondsNow, 'secret'),
  };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => s.slack.handle(Buffer.from(body), headers)),
  );
  await s.idle();
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  expect(s.desk.ran).toHaveLength(1);
});
