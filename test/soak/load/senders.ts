import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What one request from Slack became. Times in ms. */
export interface Sent {
  readonly act: number;
  readonly kind: Wanted['kind'];
  /** From when it was due to the whole acknowledgement: a stall is seen by all who waited. */
  readonly ackMs: number;
  readonly ackedAt: number;
  readonly status: number;
  readonly body: string;
}

export interface Wanted {
  readonly account: string;
  /** `/release status` as it is typed, the value of a pressed button, or an opened Home. */
  readonly kind: 'slash' | 'button' | 'home';
  readonly line: string;
}

/** Signs and sends what Slack would; each act has a number of its own, which its response_url carries. */
export interface Senders {
  send(wanted: Wanted, dueAt: number): Promise<Sent>;
  close(): void;
}

export function createSenders(to: {
  readonly port: number;
  readonly secret: string;
  readonly slackOrigin: string;
}): Senders {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  let acts = 0;
  return {
    async send(wanted, dueAt) {
      acts += 1;
      const act = acts;
      const body = bodyOf(wanted, act, `${to.slackOrigin}/_response/${act}`);
      const { status, text } = await exchange(agent, to, body, wanted.kind === 'home');
      const ackedAt = performance.now();
      return { act, kind: wanted.kind, ackMs: ackedAt - dueAt, ackedAt, status, body: text };
    },
    close: () => agent.destroy(),
  };
}

function bodyOf({ account, kind, line }: Wanted, act: number, responseUrl: string): string {
  const [command = '', ...rest] = line.split(' ');
  const channel = `C${account.slice(1)}`;
  switch (kind) {
    case 'slash':
      return new URLSearchParams({
        ...{ team_id: 'T0FAIRWAY1', channel_id: channel, user_id: account, command },
        ...{ text: rest.join(' '), response_url: responseUrl, trigger_id: `load.${act}` },
      }).toString();
    case 'button': {
      const payload = {
        type: 'block_actions',
        user: { id: account, team_id: 'T0FAIRWAY1' },
        ...{ trigger_id: `load.${act}`, response_url: responseUrl, channel: { id: channel } },
        container: { type: 'message', is_ephemeral: false },
        actions: [{ action_id: 'press', block_id: 'b', type: 'button', value: line }],
      };
      return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    }
    case 'home':
      return JSON.stringify({
        ...{ type: 'event_callback', event_id: `load.${act}`, team_id: 'T0FAIRWAY1' },
        event: { type: 'app_home_opened', user: account, tab: 'home', channel: 'D1' },
      });
  }
}

function exchange(
  agent: Agent,
  { port, secret }: { readonly port: number; readonly secret: string },
  body: string,
  isJson: boolean,
): Promise<{ readonly status: number; readonly text: string }> {
  const seconds = String(Math.floor(Date.now() / 1_000));
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${mac}`,
  };
  const { promise, resolve } = Promise.withResolvers<{ status: number; text: string }>();
  const options = {
    agent,
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/slack/events',
    headers,
  };
  const sent = request(options, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
  });
  sent.on('error', (error) => resolve({ status: 0, text: String(error) }));
  sent.end(body);
  return promise;
}

/** Sends `perSecond` of what `next` gives, on schedule whatever comes back, for so long. */
export async function onSchedule(
  { perSecond, forMs }: { readonly perSecond: number; readonly forMs: number },
  send: (n: number, dueAt: number) => Promise<Sent>,
): Promise<readonly Sent[]> {
  const began = performance.now();
  const under: Promise<Sent>[] = [];
  const most = Math.floor((perSecond * forMs) / 1_000);
  for (let n = 0; n < most; ) {
    const elapsed = performance.now() - began;
    for (; n < most && (n * 1_000) / perSecond <= elapsed; n += 1)
      under.push(send(n, began + (n * 1_000) / perSecond));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Promise.all(under);
}
