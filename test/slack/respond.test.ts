import { expect, test } from 'vitest';
import { createRespond } from '../../src/slack/respond.ts';

test.each([
  ['https://hooks.slack.com/commands/T1/1/x', null, true],
  ['https://hooks.slack-gov.com/actions/T1/1/x', null, true],
  ['http://hooks.slack.com/commands/T1/1/x', null, false],
  ['https://hooks.slack.com.evil.test/x', null, false],
  ['https://hooks.slack.com@evil.test/x', null, false],
  ['https://evil.test/hooks.slack.com', null, false],
  ['http://169.254.169.254/latest', null, false],
  ['file:///etc/passwd', null, false],
  ['no url', null, false],
  ['http://127.0.0.1:3000/response/1', 'http://127.0.0.1:3000/api', true],
  ['http://127.0.0.1:3001/response/1', 'http://127.0.0.1:3000/api', false],
])('%s with api %s is called: %s', async (url, apiUrl, isCalled) => {
  const called: string[] = [];
  const respond = createRespond(async (to) => {
    called.push(String(to));
    return new Response('ok');
  }, apiUrl);
  const { ok } = await respond(url, { text: 'x' });
  expect([ok, called]).toEqual(isCalled ? [true, [url]] : [false, []]);
});
