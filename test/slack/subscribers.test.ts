import { expect, test } from 'vitest';
import type { Deployment } from '../../src/domain/deployment/deployment.ts';
import { unstarted } from '../../src/domain/deployment/draft.ts';
import type { DeploymentEvent } from '../../src/domain/deployment/event.ts';
import { createCardSubscriber } from '../../src/slack/subscribers.ts';
import { catalog } from './fakes/catalog.ts';
import { createFakeClock } from './fakes/clock.ts';
import { says } from './fakes/fake-desk.ts';
import { createMemoryMessages } from './fakes/memory-messages.ts';

const { now } = createFakeClock();

function happened(change: Partial<DeploymentEvent>): DeploymentEvent {
  const base = {
    type: 'started',
    id: 'D-1',
    revision: 2,
    service: 'shop',
    environment: 'production',
  } as const;
  return { ...base, at: now(), by: 'ana', note: null, tell: [], ...change };
}

const artifact = { version: '1.1.0', digest: 'sha256:ab' } as const;
const deployment: Deployment = {
  ...unstarted,
  id: 'D-1',
  kind: 'deploy',
  service: 'shop',
  environment: 'production',
  artifact,
  previous: null,
  strategy: 'rolling',
  plan: [],
  planDigest: 'ab12',
  gates: [],
  requestedBy: 'ana',
  requestedAt: now(),
  expiresAt: null,
  because: null,
  channel: null,
  revision: 3,
  wakeAt: null,
};

function subscriberStory() {
  const messages = createMemoryMessages(now);
  const rung: string[] = [];
  const subscriber = createCardSubscriber({
    records: { deployment: async (id) => (id === 'D-1' ? deployment : null) },
    catalog: () => catalog,
    messages,
    bell: { ring: async (bell, id) => void rung.push(`${bell} ${id}`) },
    card: (d) => says(`card at ${d.revision}`),
    passing: async () => null,
    project: {
      log: (event) => says(event.note ?? ''),
      ping: (event) =>
        event.type === 'held' || event.type === 'requested'
          ? says(`for ${event.tell.join()}`)
          : null,
      call: (d) => says(`decided at ${d.revision}`),
      glassCall: (d) => says(`broken at ${d.revision}`),
    },
    channelOf: (d) => d.channel ?? catalog.channel,
  });
  return { messages, rung, on: subscriber.on };
}

test.each<[string, Partial<DeploymentEvent>, readonly string[]]>([
  ['an event without words moves the card only', {}, ['card:D-1']],
  ['a note is a line in the thread', { note: 'started' }, ['card:D-1', 'log:D-1:2:started']],
  [
    'people are called by a reply that says the note too',
    { type: 'held', note: 'held', tell: ['bo'] },
    ['card:D-1', 'ping:D-1:2:held'],
  ],
  ['without a ping the note stays', { note: 'x', tell: ['bo'] }, ['card:D-1', 'log:D-1:2:started']],
  ['a deployment that is gone says nothing', { id: 'D-9', note: 'x' }, []],
])('%s', async (_, change, keys) => {
  const { messages, rung, on } = subscriberStory();
  await on(happened(change));
  expect(rung).toEqual(keys.map((key) => `deliver ${key}`));
  const [, reply] = keys;
  const card = await messages.find('card:D-1');
  expect(card?.content.text).toBe(keys.length > 0 ? 'card at 3' : undefined);
  if (reply) {
    const said = await messages.find(reply);
    expect([said?.under, said?.broadcast]).toEqual(['card:D-1', reply.startsWith('ping')]);
  }
});

test('told twice, it wishes for the same messages', async () => {
  const { messages, on } = subscriberStory();
  const event = happened({ note: 'started' });
  await on(event);
  const first = await messages.due(9);
  await on(event);
  expect(await messages.due(9)).toEqual(first);
});

test('the call to the approvers is edited when it is decided; where nobody was called nothing is said', async () => {
  const { messages, rung, on } = subscriberStory();
  await on(happened({ type: 'approved' }));
  expect(rung).toEqual(['deliver card:D-1']);
  await on(happened({ type: 'requested', revision: 0, note: 'asked', tell: ['bo'] }));
  const key = 'ping:D-1:0:requested';
  const asked = await messages.find(key);
  expect(asked?.content.text).toBe('for bo');
  await on(happened({ type: 'approved', note: 'bo approved' }));
  const decided = await messages.find(key);
  expect(decided).toMatchObject({
    content: { text: 'decided at 3' },
    under: 'card:D-1',
    broadcast: true,
  });
  expect(rung.at(-1)).toBe(`deliver ${key}`);
  await on(happened({ type: 'requested', revision: 0, note: 'asked', tell: ['bo'] }));
  expect((await messages.find(key))?.content.text).toBe('decided at 3');
});
