import { describe, expect, test } from 'vitest';
import { text } from '../../src/projections/parts.ts';
import type { Document } from '../../src/slack/canvas.ts';
import { showDocument } from '../../src/slack/show-document.ts';
import { createFakeApi, type Mishap } from './fakes/fake-api.ts';
import { createMemoryDocuments } from './fakes/memory-documents.ts';
import { createQuietLog } from './fakes/quiet-log.ts';

const us = { user: 'U0', bot: null, team: 'T1', enterprise: null, url: 'https://acme.slack.com/' };
const document = {
  title: 'Retrospective of D-1',
  name: 'retrospective-D-1',
  markdown: '# Retrospective of D-1\n\nIt went.',
};
const copy = { text: 'It went.', parts: [text('It went.')] };

function asking(known: typeof us | null = us, files = false, of: Document = document) {
  const slack = createFakeApi();
  slack.answers('canvases.create', { canvas_id: 'F1' });
  slack.answers('canvases.access.set', {});
  const documents = createMemoryDocuments();
  slack.answers('chat.getPermalink', { permalink: 'https://acme.slack.com/archives/D1/p1' });
  const no: Mishap = { kind: 'refused', error: 'missing_scope' };
  if (!files) slack.next('files.getUploadURLExternal', no, no);
  slack.answers('files.getUploadURLExternal', {
    file_id: 'F2',
    upload_url: 'https://files.slack.com/x',
  });
  slack.answers('files.completeUploadExternal', {});
  const sent: string[] = [];
  const postBytes = async (_: string, bytes: Uint8Array): Promise<boolean> => {
    sent.push(Buffer.from(bytes).toString());
    return true;
  };
  const work = { api: slack.api, postBytes, documents, bot: () => known, log: createQuietLog() };
  const asked = { act: 'act-1', account: 'U0ANA' };
  const made = () => slack.calls.filter(({ method }) => method === 'canvases.create');
  return { slack, made, sent, show: () => showDocument(work, asked, of, copy) };
}

describe('a document that somebody asked for', () => {
  test('is a canvas for them alone, and told with its address', async () => {
    const { slack, show } = asking();
    expect((await show()).text).toMatch(
      /^Retrospective of D-1: https:\/\/acme\.slack\.com\/docs\/T1\/F1 /,
    );
    expect(slack.calls.map(({ method, args }) => [method, args])).toEqual([
      [
        'canvases.create',
        {
          title: 'Retrospective of D-1',
          document_content: { type: 'markdown', markdown: 'It went.' },
        },
      ],
      ['canvases.access.set', { canvas_id: 'F1', access_level: 'write', user_ids: ['U0ANA'] }],
    ]);
  });

  test('worked on twice, as after a crash before the answer, it is the same one', async () => {
    const { made, show } = asking();
    const first = await show();
    expect((await show()).text).toBe(first.text);
    expect(made()).toHaveLength(1);
  });

  test.each([
    ['the app may not', { kind: 'refused', error: 'missing_scope' }, /the scope canvases:write/],
    ['Slack has too much to do', { kind: 'limited', seconds: 1 }, /so here it is to copy/],
    ['Slack is away', { kind: 'unsent' }, /so here it is to copy/],
  ] as const)('is text to copy where none is made, for sure: %s', async (_, mishap, why) => {
    const { slack, made, show } = asking();
    slack.next('canvases.create', mishap as Mishap);
    expect((await show()).text).toMatch(new RegExp(`^It went\\. .*${why.source}`));
    await show();
    expect(made()).toHaveLength(2);
  });

  test('whose answer was lost is never made twice', async () => {
    const { slack, made, show } = asking();
    slack.next('canvases.create', { kind: 'lost' } as Mishap);
    for (let n = 0; n < 2; n += 1) {
      expect((await show()).text).toMatch(
        /^It went\. Slack did not say whether it made the document/,
      );
    }
    expect(made()).toHaveLength(1);
  });

  test('while nobody knows who we are it is text to copy', async () => {
    expect(await asking(null).show()).toBe(copy);
  });

  test('of another kind is never a canvas: a file with its own ending, else text to copy', async () => {
    const file = { ending: 'patch', after: 'Apply it.' };
    const patch = { title: 'The rule of A-1', name: 'A-1', markdown: '+a\n', file };
    const { slack, made, sent, show } = asking(us, true, patch);
    expect((await show()).text).toMatch(/^The rule of A-1: https:.* Apply it\.$/);
    expect(sent).toEqual(['+a\n']);
    const asked = slack.calls.find(({ method }) => method === 'files.getUploadURLExternal');
    expect(asked?.args).toMatchObject({ filename: 'A-1.patch' });
    expect(made()).toEqual([]);
    expect((await asking(us, false, patch).show()).text).toMatch(
      /^It went\. As a file .*files:write/,
    );
  });

  test('is a file in a direct message where the app may make no canvas', async () => {
    const { slack, sent, show } = asking(us, true);
    slack.next('canvases.create', { kind: 'refused', error: 'missing_scope' });
    const first = await show();
    expect(first.text).toMatch(
      /^Retrospective of D-1: https:\/\/acme\.slack\.com\/archives\/D1\/p1 /,
    );
    expect(sent).toEqual([document.markdown]);
    const [post] = slack.posts;
    expect(post).toMatchObject({ channel: 'U0ANA', text: 'Retrospective of D-1' });
    const done = slack.calls.find(({ method }) => method === 'files.completeUploadExternal');
    expect(done?.args).toMatchObject({
      files: [{ id: 'F2', title: 'Retrospective of D-1' }],
      thread_ts: post?.ts,
    });
    expect((await show()).text).toBe(first.text);
    expect(slack.posts).toHaveLength(1);
  });
});
