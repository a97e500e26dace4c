import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { TICKET_KINDS, TicketSource } from '../../src/domain/feedback/source.ts';
import { createHooks } from '../../src/http/hooks.ts';
import type { Received } from '../../src/ports/inbox.ts';
import type { Headers } from '../../src/ports/webhook-source.ts';
import { ticketKinds } from '../../src/providers/ticket-kinds.ts';
import { createRandom } from '../soak/random.ts';
import { mutated } from './fuzz.ts';
import { hex, NOON, SECRET } from './samples.ts';

type Kind = (typeof TICKET_KINDS)[number];
const SENT = '2026-11-18T12:00:00Z';

const BODIES: Readonly<Record<Kind, object>> = {
  zendesk: {
    account_id: 22129848,
    id: '2b24ef10-19d6-4740-93cf-8f98ec4776c0',
    type: 'zen:event-type:ticket.created',
    subject: 'zen:ticket:13787',
    time: '2026-11-18T11:59:59Z',
    zendesk_event_version: '2022-06-20',
    event: {},
    detail: {
      id: '13787',
      created_at: '2026-11-18T11:58:00Z',
      subject: 'I was charged twice, my card is 4111 1111',
      description: 'Call me, Jo',
      tags: ['shop', 'version-1.1.0'],
      brand_id: '360002783572',
      form_id: '360001234567',
    },
  },
  generic: {
    nr: 'T-7',
    product: 'shop',
    app: '1.1.0',
    text: 'Call me, Jo',
    on: '2026-11-18T11:58:00Z',
  },
};
const MAP = { id: 'ticket.nr', about: 'ticket.product', version: 'ticket.app', at: 'ticket.on' };

function signed(kind: Kind, raw: Buffer, secret = SECRET, at = SENT): Headers {
  if (kind === 'generic') return { 'x-hub-signature-256': `sha256=${hex(secret, raw)}` };
  const signature = createHmac('sha256', secret).update(at).update(raw).digest('base64');
  return {
    'x-zendesk-webhook-signature': signature,
    'x-zendesk-webhook-signature-timestamp': at,
  };
}

function hooksOf(kind: Kind) {
  const put: Received[] = [];
  const source = { name: kind, kind, secrets: ['env:DESK'], inEnvironment: 'production', map: {} };
  const handle = createHooks({
    catalog: () => ({
      tickets: [TicketSource.parse({ ...source, map: kind === 'generic' ? MAP : {} })],
    }),
    kinds: {},
    ticketKinds,
    secrets: { read: async () => SECRET },
    inbox: {
      async put(act) {
        if (put.some(({ id }) => id === act.id)) return false;
        put.push(act);
        return true;
      },
    },
    bell: { ring: async () => {} },
    now: () => NOON,
    log: { info() {}, warn() {}, error() {} },
  });
  const post = (body: object | Buffer, headers?: Headers) => {
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body) ?? '');
    return handle(kind, raw, headers ?? signed(kind, raw));
  };
  return { put, post };
}

test.each(TICKET_KINDS)(
  '%s: proved, read, stored once, and no word of the user is kept',
  async (kind) => {
    const { put, post } = hooksOf(kind);
    expect(await post(BODIES[kind])).toEqual({ status: 202, body: '' });
    expect(await post(BODIES[kind])).toEqual({ status: 202, body: '' });
    expect(put).toHaveLength(1);
    expect(put[0]).toMatchObject({ kind: 'ticket', body: { source: kind } });
    expect(put[0]?.body['tickets']).toMatchObject([
      { at: Date.UTC(2026, 10, 18, 11, 58), version: '1.1.0' },
    ]);
    expect(JSON.stringify(put)).toMatch(/"shop"/);
    expect(JSON.stringify(put)).not.toMatch(/Jo|4111|charged/);
  },
);

test.each(TICKET_KINDS)('%s: of 1,000 forged ones none is taken', async (kind) => {
  const { put, post } = hooksOf(kind);
  const { next } = createRandom(3);
  const raw = Buffer.from(JSON.stringify(BODIES[kind]));
  for (let n = 0; n < 1_000; n += 1) {
    const other = Buffer.from(raw);
    const at = Math.floor(next() * other.length);
    other[at] = (other[at] ?? 0) ^ (1 << Math.floor(next() * 8));
    const [flip, secret, none] = [n % 3 === 0, n % 3 === 1, n % 3 === 2];
    const headers = none ? {} : signed(kind, raw, secret ? `other ${next()}` : SECRET);
    expect(await post(flip ? other : raw, headers)).toEqual({ status: 401, body: '' });
  }
  expect(put).toEqual([]);
});

test.each([
  ['old', '2026-11-18T11:54:00Z', 401],
  ['from tomorrow', '2026-11-19T12:00:00Z', 401],
  ['no time', 'yesterday', 401],
  ['now', SENT, 202],
])('a signature of Zendesk that is %s', async (_, at, status) => {
  const raw = Buffer.from(JSON.stringify(BODIES.zendesk));
  const answer = await hooksOf('zendesk').post(raw, signed('zendesk', raw, SECRET, at));
  expect(answer.status).toBe(status);
});

test.each(TICKET_KINDS)(
  '%s: whatever a known sender sends is taken or refused with its place',
  async (kind) => {
    const { next } = createRandom(11);
    const { put, post } = hooksOf(kind);
    const statuses = new Set<number>();
    for (let n = 0; n < 500; n += 1) {
      const body = Buffer.from(JSON.stringify(mutated(BODIES[kind], next)) ?? '');
      const { status, body: said } = await post(body);
      statuses.add(status);
      if (status === 400) expect(said).toMatch(/"path":"[^"]+/);
    }
    expect([...statuses].toSorted()).toEqual([202, 400]);
    expect(JSON.stringify(put)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  },
);

test('what is no new ticket is passed over', async () => {
  const { put, post } = hooksOf('zendesk');
  const other = { ...BODIES.zendesk, type: 'zen:event-type:ticket.status_changed' };
  expect((await post(other)).status).toBe(202);
  expect(put).toEqual([]);
});
