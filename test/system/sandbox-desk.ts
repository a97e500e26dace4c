import { expect } from 'vitest';
import { z } from 'zod';
import { get, LIMIT_MS, type Program, until } from './program.ts';

const READY = /sandbox is ready: (http:\/\/\S+)/;
const Messages = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      thread_ts: z.string().optional(),
      text: z.string(),
      blocks: z.unknown().optional(),
    }),
  ),
});

/** Where the page of a sandbox is, once it is ready. */
export async function ready(program: Program): Promise<string> {
  const [, url = ''] = await program.says(READY);
  await until(async () => (await get(`${url}/healthz`))?.status === 200);
  return url;
}

export async function messages(url: string, channel = 'deploys') {
  const answer = await get(`${url}/_control/messages/${channel}`);
  return Messages.parse(JSON.parse(answer?.text ?? '')).messages;
}

/** Ana does it in #deploys, unless the body says otherwise. */
export async function control(url: string, act: string, body: object): Promise<void> {
  const answer = await fetch(`${url}/_control/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'U0ANA00001', channel: 'deploys', ...body }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** Waits for a message like this. */
export function shows(url: string, words: RegExp, channel = 'deploys', withinMs = LIMIT_MS) {
  return until(async () => {
    return (await messages(url, channel)).find(({ text }) => words.test(text)) ?? null;
  }, withinMs);
}

/**
 * Waits for a reply like this to a message. A channel takes a message a second, and cards go before what is told in
 * threads, which comes long after its card has changed where several deployments run.
 */
export function replies(url: string, { ts }: { readonly ts: string }, words: RegExp) {
  return until(async () => {
    const thread = (await messages(url)).filter(({ thread_ts }) => thread_ts === ts);
    return thread.find(({ text }) => words.test(text)) ?? null;
  });
}

/** Somebody presses a button of the newest message like this that has it. */
export async function presses(url: string, user: string, action: string, words: RegExp) {
  const offers = `"action_id":"${action}`;
  const { ts } = await until(async () => {
    const all = await messages(url);
    const has = (blocks: unknown) => JSON.stringify(blocks ?? []).includes(offers);
    return all.findLast(({ text, blocks }) => words.test(text) && has(blocks)) ?? null;
  });
  await control(url, 'click', { user, ts, action_id: action });
}
