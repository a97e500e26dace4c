import { describe, expect, test } from 'vitest';
import { app, call, deploys, startSlack } from './fixture.ts';

const withFiles = { ...app, scopes: [...app.scopes, 'files:write'] };
const bytes = Buffer.from('a picture, as far as this test goes');

async function upload(url: string, sent: Uint8Array = bytes) {
  const place = await call(url, 'files.getUploadURLExternal', {
    ...{ filename: 'chart.png', length: bytes.length, alt_txt: 'in words' },
  });
  const { upload_url: to, file_id: id } = place.body;
  const taken = await fetch(to, { method: 'POST', body: new Uint8Array(sent) });
  const done = await call(url, 'files.completeUploadExternal', { files: [{ id, title: 'Chart' }] });
  return { id: String(id), taken: taken.status, done: done.body };
}

function show(url: string, id: string) {
  const blocks = [{ type: 'image', alt_text: 'in words', slack_file: { id } }];
  return call(url, 'chat.postMessage', { channel: deploys, text: 'x', blocks });
}

describe('a file of the app', () => {
  test('is shown by a message, and the page gets its bytes', async () => {
    const { url } = await startSlack({ app: withFiles });
    const { id, taken, done } = await upload(url);
    expect([taken, done.ok, done.files[0]]).toMatchObject([200, true, { id, title: 'Chart' }]);
    expect((await show(url, id)).body.ok).toBe(true);
    const picture = await fetch(`${url}/_file/${id}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('takes the scope', async () => {
    const { url } = await startSlack();
    const args = { filename: 'chart.png', length: 3 };
    expect((await call(url, 'files.getUploadURLExternal', args)).body).toMatchObject({
      ...{ ok: false, error: 'missing_scope', needed: 'files:write' },
    });
  });

  test('cannot be shown before Slack has looked at it', async () => {
    const { url, clock } = await startSlack({ app: withFiles, fileLookMs: 1_000 });
    const { id } = await upload(url);
    expect((await show(url, id)).body).toMatchObject({
      error: 'invalid_blocks',
      errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    });
    clock.advance(1_000);
    expect((await show(url, id)).body.ok).toBe(true);
  });

  test('that nobody uploaded, or that came in part, is none', async () => {
    const { url } = await startSlack({ app: withFiles });
    expect((await show(url, 'F0NOTHERE1')).body.error).toBe('invalid_blocks');
    const part = await upload(url, bytes.subarray(3));
    expect([part.taken, part.done.error]).toEqual([400, 'file_not_found']);
    expect((await fetch(`${url}/_file/F0NOTHERE1`)).status).toBe(404);
  });

  test('is not at an address that was not given out', async () => {
    const { url } = await startSlack({ app: withFiles });
    expect((await fetch(`${url}/_upload/abc`, { method: 'POST', body: 'x' })).status).toBe(400);
  });
});
