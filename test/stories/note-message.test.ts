import { describe, expect, test } from 'vitest';
import { messageAt } from '../../src/domain/kernel/message-link.ts';
import { useStory } from './harness.ts';

const GENERAL = 'C0GENERAL1';

describe('7.7 a message of the chat, kept for the retrospective', () => {
  const story = useStory();
  /** Somebody says something in a channel or in the thread of a message. */
  function says(user: string, text: string, where = GENERAL, thread?: string) {
    const under = thread === undefined ? {} : { thread_ts: thread };
    const said = story.slack.message({ user, channel: where, text, ...under });
    if (!said.ok) throw new Error(JSON.stringify(said));
    return { ts: String(said['ts']) };
  }
  const ledger = async (id: string) =>
    (await story.fairway.records.ledger(id)).filter(({ body }) => body['what'] === 'noted');
  async function document(id: string): Promise<string> {
    await story.types('eli', `/release retro ${id} markdown`);
    return story.reads(story.told('eli'));
  }
  const asked = (who: string) => story.reads(story.form(who) ?? {});

  test('in the thread of a card it is for that deployment, with its words', async () => {
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.after('1m');
    const card = story.message(/^checkout 1\.4\.3/);
    const said = says('U0BO000001', 'errors doubled, see <@U0ANA00001>', 'C0DEPLOYS1', card.ts);
    await story.notes('chen', said);
    expect(asked('chen')).toMatch(/For D-1: checkout 1\.4\.3 to staging/);
    await story.submits('chen', {});
    expect(story.told('chen').text).toBe(
      'Noted for the retrospective of D-1, with its words and a link to the message.',
    );
    const [entry] = await ledger('D-1');
    expect(entry?.body).toMatchObject({
      by: 'chen',
      evidence: {
        words: 'errors doubled, see <@U0ANA00001>',
        message: expect.stringMatching(
          /^https:\/\/harbour\.slack\.com\/archives\/C0DEPLOYS1\/p\d{16}\?thread_ts=/,
        ),
      },
    });
    const text = await document('D-1');
    expect(text).toMatch(
      /## Marked for this\n\n- .* chen noted: errors doubled, see .* \(\[the message\]\(https:\/\/harbour\.slack\.com\/archives\/C0DEPLOYS1\/p\d{16}\?thread_ts=[\d.]+&cid=C0DEPLOYS1\)\)/,
    );
    await story.types('eli', '/release retro D-1');
    expect(JSON.stringify(story.told('eli').blocks)).toMatch(
      /"type":"link","url":"https:\/\/harbour\.slack\.com\/archives\/C0DEPLOYS1\/p/,
    );
  });

  test('the same message is noted once for the same thing, by whomever and however', async () => {
    const [entry] = await ledger('D-1');
    const [link] = /https:[^?"]+/.exec(JSON.stringify(entry)) ?? [];
    await story.types('bo', `/release note D-1 --message ${link} once more`);
    expect(story.told('bo').text).toBe('D-1 has that message already: chen noted it.');
    expect(await ledger('D-1')).toHaveLength(1);
  });

  test('elsewhere it is asked what for: open incidents and what was deployed of late', async () => {
    await story.types('chen', '/release incident open checkout in staging because "charged twice"');
    const said = says('U0ELI00001', 'a customer called: token xoxb-12345678-abcdef');
    await story.notes('chen', said, 'general');
    const form = asked('chen');
    expect(form).toMatch(/INC-1: charged twice\nD-1: checkout 1\.4\.3 to staging/);
    expect(form).toMatch(/Keep them as well/);
    await story.submits('chen', { id: 'INC-1' });
    expect(story.slack.messages('general', 'U0CHEN0001').at(-1)?.text).toBe(
      'Noted for the retrospective of INC-1, with its words and a link to the message.',
    );
    const [entry] = await ledger('INC-1');
    expect(entry?.body['evidence']).toMatchObject({
      words: 'a customer called: token [redacted]',
    });
    expect(await document('INC-1')).toMatch(/chen noted: a customer called: token .*the message/);
  });

  test('two who note it at the same time note it once', async () => {
    const said = says('U0ELI00001', 'it is the basket');
    await story.notes('chen', said, 'general');
    await story.notes('bo', said, 'general');
    const before = (await ledger('D-1')).length;
    const submit = (user: string) => story.slack.submit({ user, values: { id: 'D-1' } });
    await Promise.all([submit('U0CHEN0001'), submit('U0BO000001')]);
    await story.settle();
    expect(await ledger('D-1')).toHaveLength(before + 1);
  });

  test('without its words only the link is kept', async () => {
    const said = says('U0ELI00001', 'something for these ears alone');
    await story.notes('chen', said, 'general');
    await story.submits('chen', { id: 'INC-1', because: [] });
    const [entry] = await ledger('INC-1');
    expect(Object.keys(entry?.body['evidence'] ?? {})).toEqual(['message']);
    const text = await document('INC-1');
    expect(text).toMatch(/chen noted \(\[the message\]\(https/);
    expect(text).not.toContain('these ears');
    const { rows } = await story.database.pool.query(
      "SELECT body::text FROM inbox WHERE body::text LIKE '%these ears%'",
    );
    expect(rows).toEqual([]);
  });

  test('nor are words of a channel that another company reads', async () => {
    story.slack.faults({ channels: { general: { is_ext_shared: true } } });
    await story.notes('chen', says('U0ELI00001', 'between companies'), 'general');
    expect(asked('chen')).toMatch(/Only a link is kept: other companies read that channel\./);
    expect(asked('chen')).not.toMatch(/Keep them as well/);
    await story.submits('chen', { id: 'INC-1' });
    const [entry] = await ledger('INC-1');
    expect(Object.keys(entry?.body['evidence'] ?? {})).toEqual(['message']);
    story.slack.faults({ channels: { general: { is_ext_shared: false } } });
  });

  test('who may only look is told so, and a link to elsewhere is refused', async () => {
    await story.notes('gus', story.message(/^checkout 1\.4\.3/));
    expect(asked('gus')).toMatch(/can look, but never decide/);
    await story.types('chen', '/release note INC-1 --message https://evil.example/archives/C1/p1');
    expect(story.told('chen').text).toMatch(/leads to no message of the chat/);
  });
});

describe('7.7 a message about what not everybody may look at', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) =>
        one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
      ),
    }),
  });

  test('is not offered to those', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    const said = story.slack.message({ user: 'U0BO000001', channel: GENERAL, text: 'slow' });
    const { ts } = said as unknown as { ts: string };
    await story.notes('eli', { ts }, 'general');
    expect(story.reads(story.form('eli') ?? {})).not.toMatch(/checkout/);
    await story.notes('chen', { ts }, 'general');
    expect(story.reads(story.form('chen') ?? {})).toMatch(/D-1: checkout 1\.4\.2 to staging/);
  });
});

test.each([
  [
    'https://harbour.slack.com/archives/C0DEPLOYS1/p1763460000000100',
    'C0DEPLOYS1/1763460000000100',
  ],
  [
    'https://a.enterprise.slack-gov.com/archives/G1/p1763460000000100?thread_ts=1.2&cid=G1',
    'G1/1763460000000100',
  ],
  ['http://harbour.slack.com/archives/C1/p1763460000000100', null],
  ['https://slack.com.evil.example/archives/C1/p1763460000000100', null],
  ['https://evilslack.com/archives/C1/p1763460000000100', null],
  ['https://harbour.slack.com/archives/C1/p1763460000000100)](https://evil.example', null],
  [`https://harbour.slack.com/archives/C1/p1763460000000100?a=${'b'.repeat(300)}`, null],
])('%s leads to %s', (link, at) => {
  expect(messageAt(link)).toBe(at);
});
