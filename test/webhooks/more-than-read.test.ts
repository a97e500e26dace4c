import { expect, test } from 'vitest';
import { ChangeSource } from '../../src/domain/elsewhere/source.ts';
import { TicketSource } from '../../src/domain/feedback/source.ts';
import { Publisher } from '../../src/domain/governance/publication.ts';
import type { AlertSource } from '../../src/domain/incident/source.ts';
import { createHooks } from '../../src/http/hooks.ts';
import type { Received } from '../../src/ports/inbox.ts';
import { changeKinds } from '../../src/providers/change-kinds.ts';
import { publisherKinds } from '../../src/providers/publisher-kinds.ts';
import { ticketKinds } from '../../src/providers/ticket-kinds.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { BODIES, NOON, SECRET, sourceOf } from './samples.ts';

const MANY = 250;
const many = <T>(of: (n: number) => T): readonly T[] =>
  Array.from({ length: MANY }, (_, n) => of(n));
const alerts = (kind: 'alertmanager' | 'grafana') => {
  const [one] = (BODIES[kind] as { readonly alerts: readonly object[] }).alerts;
  return many((n) => ({ ...one, fingerprint: `f${n}` }));
};
const named = { secrets: ['env:A'], name: 'sender' };
const told = { ...sourceOf('alertmanager'), name: 'sender' };

interface Case {
  readonly what: string;
  readonly from: object;
  readonly body: object;
  /** Where its inbox row lists what was read. */
  readonly under: string;
  readonly left?: number;
}

const push = (n: number) => ({
  action: 'push',
  timestamp: '2026-11-18T11:59:00Z',
  target: { repository: 'acme/shop', tag: `v1.2.${n}` },
});
const CASES: readonly Case[] = [
  ...(['alertmanager', 'grafana'] as const).map((kind) => ({
    ...{ what: kind, under: 'groups.alerts', left: 57 },
    from: { alerts: [{ ...sourceOf(kind), name: 'sender' }] },
    body: { ...BODIES[kind], alerts: alerts(kind), truncatedAlerts: 7 },
  })),
  {
    ...{ what: 'alerts of anything', under: 'groups' },
    from: { alerts: [{ ...told, kind: 'generic', map: { alerts: 'body.list' } }] },
    body: { list: many((n) => ({ name: `a${n}` })) },
  },
  {
    ...{ what: 'a registry', under: 'occasions' },
    from: { publishers: [publisher('distribution')] },
    body: { events: many(push) },
  },
  {
    ...{ what: 'harbor', under: 'occasions' },
    from: { publishers: [publisher('harbor')] },
    body: {
      ...{ type: 'PUSH_ARTIFACT', occur_at: 1_794_996_000 },
      event_data: {
        repository: { repo_full_name: 'acme/shop' },
        resources: many((n) => ({ tag: `v1.2.${n}` })),
      },
    },
  },
  {
    ...{ what: 'versions of anything', under: 'occasions' },
    from: { publishers: [publisher('generic', { published: 'body.list' })] },
    body: { list: many((n) => ({ repository: 'acme/shop', tag: `v1.2.${n}` })) },
  },
  {
    ...{ what: 'tickets of anything', under: 'tickets' },
    from: {
      tickets: [
        TicketSource.parse({
          ...{ ...named, kind: 'generic', inEnvironment: 'production' },
          map: { tickets: 'body.list' },
        }),
      ],
    },
    body: { list: many((n) => ({ id: `T-${n}`, service: 'shop' })) },
  },
  {
    ...{ what: 'changes of anything', under: 'moves' },
    from: {
      changes: [ChangeSource.parse({ ...named, kind: 'generic', map: { changes: 'body.list' } })],
    },
    body: { list: many((n) => ({ id: `c${n}`, kind: 'flag', name: 'basket', service: 'shop' })) },
  },
];

function publisher(kind: string, map: Readonly<Record<string, string>> = {}): Publisher {
  const ships = { service: 'shop', repository: 'acme/shop', on: ['push'] };
  return Publisher.parse({ ...named, kind, map, publishes: [ships] });
}

test.each(CASES)(
  '$what: of 250 told at once 200 are taken, and the sender and the log are told how many were not',
  async ({ from, body, under, left = 50 }) => {
    const put: Received[] = [];
    const warned: object[] = [];
    const handle = createHooks({
      catalog: () => from as { readonly alerts?: readonly AlertSource[] },
      ...{ kinds: webhookSources, publisherKinds, ticketKinds, changeKinds },
      secrets: { read: async () => SECRET },
      inbox: { put: async (act) => put.push(act) > 0 },
      bell: { ring: async () => {} },
      now: () => NOON,
      log: { info() {}, warn: (fields, msg) => void warned.push({ ...fields, msg }), error() {} },
    });
    const raw = Buffer.from(JSON.stringify(body));
    const answer = await handle('sender', raw, { authorization: `Bearer ${SECRET}` });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      202,
      { left, why: expect.stringMatching(/first 200/) },
    ]);
    expect(warned).toEqual([{ source: 'sender', left, msg: 'a sender told of more than is read' }]);
    const [key = '', inner] = under.split('.');
    const listed = put[0]?.body[key] as readonly Record<string, unknown>[];
    expect(inner ? listed.flatMap((one) => one[inner]) : listed).toHaveLength(200);
  },
);
