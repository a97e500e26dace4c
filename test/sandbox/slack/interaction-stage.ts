import { ana, deploys, startRawApp, startSlack } from './fixture.ts';

export const deploy = { user: ana, channel: deploys, command: '/deploy', text: 'shop' };
export const modal = (fields = {}) => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'T' },
  blocks: [],
  ...fields,
});

export async function start() {
  const raw = await startRawApp();
  const started = await startSlack({ deliver: { requestUrl: raw.url } });
  const form = async (count: number) => new URLSearchParams((await raw.nth(count)).body);
  return { ...started, raw, form };
}
