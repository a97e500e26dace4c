import { describe, expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.ts';
import { Train } from '../../src/domain/governance/train.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { FailureMode } from '../../src/domain/risk/failure-mode.ts';
import { goesWrong } from './goes-wrong.ts';
import { useStory } from './harness.ts';

/** A whole line of each verb that changes something, about what waits, runs or serves in this story. */
const LINES: Readonly<Record<string, string>> = {
  deploy: '/deploy shop@1.1.0 to production because now',
  rollback: '/rollback shop in production because now',
  approve: '/release approve D-2',
  reject: '/release reject D-2 because no',
  withdraw: '/release withdraw D-2',
  vote: '/release vote D-2 yes',
  'access-review': '/release access-review production',
  'break-glass': '/release break-glass D-2 because now',
  review: '/release review D-2 because seen',
  incident: '/release incident take INC-1',
  'not-cause': '/release not-cause INC-1 D-2 because no',
  mitigated: '/release mitigated INC-1 cold-carts worked',
  drill: '/release drill cold-carts worked in production because seen',
  pause: '/release pause D-2',
  resume: '/release resume D-2',
  skip: '/release skip D-2 because now',
  warm: '/release warm D-2 for 15m',
  followup: '/release followup D-2 certificate because now',
  note: '/release note D-2 slow',
  action: '/release action D-2 "watch it" as gate',
  abort: '/release abort D-2 because now',
  lock: '/release lock shop in production because mine',
  unlock: '/release unlock shop in production',
  schedule: '/release schedule shop from staging to production every day at 10 --yes',
  unschedule: '/release unschedule S-1',
  train: '/release train join weekly shop@1.1.0',
  mark: '/release mark shop@1.1.0 built',
  quarantine: '/release quarantine CartTest::adds in shop for 7d because slow',
  adopt: '/release adopt shop in production because ours',
  'explain-change': '/release explain-change shop in production because ours',
  blackout: '/release blackout add production for 2h because now',
  stop: '/release stop shop because now',
  line: '/release line open shop in production because now',
  extend: '/release extend shop in production for 1h',
  ask: '/release ask shop in production because now',
  takeover: '/release takeover shop in production because now',
  object: '/release object shop in production because no',
  settle: '/release settle shop keep in production because no',
};

const changing = verbs.filter((v) => !v.needs.includes('look')).map((v) => v.name);

/** For lack of a right, and not because a word of the line was wrong. */
const DENIED =
  /^(not-a-member|unknown-person|no-right|not-an-approver|nothing-given|no-board|no-seat)$/;

const ana = { id: 'ana', account: 'U0ANA00001', name: 'ana', groups: ['deployers'] };
const ACTORS: readonly (readonly [string, Actor])[] = [
  ['a guest', { ...ana, kind: 'guest' }],
  ['somebody from elsewhere', { ...ana, kind: 'outsider' }],
  ['a bot', { ...ana, kind: 'bot' }],
  ['a deactivated account', { ...ana, kind: 'deactivated' }],
  ['an account nobody linked', { ...ana, id: null, groups: [], kind: 'member' }],
  ['a member of no group', { ...ana, id: 'eli', groups: [], kind: 'member' }],
];

describe('a denied verb never changes state', () => {
  const carts = FailureMode.parse({ name: 'Cold carts', services: ['shop'], says: 'Wait.' });
  const weekly = {
    name: 'weekly',
    ...Train.parse({
      ...{ to: 'production', waves: [['shop']], at: '14:00', zone: 'UTC', cutOff: '2h' },
    }),
  };
  const story = useStory({
    rules: (catalog) => ({ ...catalog, failureModes: [carts], trains: [weekly] }),
  });

  const state = async () => {
    const { pool } = story.database;
    const tables = [
      'audit_entry',
      'deployment',
      'schedule',
      'departure',
      'lock',
      'blackout',
      'breaker',
      'fence',
    ];
    // What waits looks again each minute, and notes only when it will the next time.
    const quiet = "'{wake_at}' #- '{revision}' #- '{body,wakeAt}' #- '{body,revision}'";
    const rows = async (table: string) =>
      (await pool.query(`SELECT to_jsonb(one) #- ${quiet} AS row FROM ${table} AS one`)).rows;
    return Promise.all(tables.map(rows));
  };

  test('the story begins with one that waits for an approval, and a schedule', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    expect((await story.fairway.records.deployment('D-2'))?.status).toBe('pending');
    await story.types(
      'ana',
      '/release schedule shop to production when staging green for 1h --yes',
    );
    expect(await story.fairway.records.schedules(9)).toHaveLength(1);
    await goesWrong(story, { service: 'shop', environment: 'production' });
  });

  test('no verb that changes anything is missing', () => {
    expect(Object.keys(LINES).toSorted()).toEqual(changing.toSorted());
  });

  test.each(ACTORS.flatMap(([who, actor]) => changing.map((verb) => [verb, who, actor] as const)))(
    '%s by %s',
    async (verb, _, actor) => {
      const before = await state();
      const where = { channel: 'C0DEPLOYS1' };
      const reply = await story.fairway.desk.run(LINES[verb] ?? '', actor, where);
      expect(reply.kind === 'refused' && reply.refusal.code).toMatch(DENIED);
      expect(await state()).toEqual(before);
    },
  );

  test('the same through the front door: a guest and a member of no group', async () => {
    for (const verb of changing) {
      for (const who of ['gus', 'eli']) {
        const before = await state();
        await story.types(who, LINES[verb] ?? '');
        expect({ verb, who, state: await state() }).toEqual({ verb, who, state: before });
      }
    }
  });
});

describe('what one may is said before one tries', () => {
  const story = useStory();

  test('help lists what you may do, and where', async () => {
    await story.types('eli', '/release help');
    const help = story.reads(story.told('eli'));
    expect(help).toMatch(/\/deploy <service>/);
    expect(help).toMatch(/You: staging$/m);
    await story.types('gus', '/release help');
    const guest = story.reads(story.told('gus'));
    expect(guest).not.toMatch(/\/deploy <service>/);
    expect(guest).toMatch(/\/release status/);
    expect(story.told('gus').text).toMatch(/Not for you: deploy, rollback, approve/);
    await story.types('ana', '/release help');
    // In production an approver adopts.
    expect(story.reads(story.told('ana')).match(/You: staging$/gm)).toHaveLength(1);
  });

  test('help on one verb says who may where you may not', async () => {
    await story.types('eli', '/release help deploy');
    expect(story.told('eli').text).toMatch(
      /staging: you may\. production: you may not\. production is for deployers and release-managers\. Ask one of them: ana, bo, chen, dana\./,
    );
  });

  test.each([
    [
      '/release can ana deploy shop production',
      /^Yes: ana may deploy shop in production\. Rule: environments\.production\.deployers\. ana is in deployers\./,
    ],
    [
      '/release can @eli deploy shop prod',
      /^No: eli may not deploy shop in production\. .*Who may: ana, bo, chen or dana\./,
    ],
    [
      '/release can <@U0BO000001> approve shop production',
      /^Yes: bo may approve shop in production\. Rule: approvals "production"\. bo is in sre\./,
    ],
    [
      '/release can bo approve shop production by bo',
      /^No: bo may not approve .* Rule: separation of duties\. Whoever asks for a deployment never decides/,
    ],
    ['/release can bo approve shop production by ana', /^Yes: bo may approve/],
    ['/release can gus deploy shop production', /^Unknown person "gus"\. There is: ana, bo/],
    ['/release can <@U0NOBODY01> deploy shop production', /linked to no person/],
    ['/release can bo deplyo shop production', /no verb "deplyo"\. Did you mean deploy\?/],
  ])('%s', async (line, expected) => {
    await story.types('gus', line);
    expect(story.told('gus').text).toMatch(expected);
  });

  test('for a deployment it says what would hold it now, and whose approval it would need', async () => {
    await story.types('chen', '/release lock shop in production because "database move"');
    await story.types('eli', '/release can ana deploy shop production');
    expect(story.told('eli').text).toMatch(/Now: .*chen/);
    const seen = story.reads(story.told('eli'));
    expect(seen).toMatch(/Approvals it would need/);
    expect(seen).toMatch(/"production": 1 of/);
  });
});

describe('an environment that takes deployments from its own channels only', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      environments: catalog.environments.map((e) => ({ ...e, channels: ['C0RELEASES'] })),
    }),
  });

  test('is not asked from elsewhere, and stopped from anywhere', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    expect(story.told('ana').text).toMatch(
      /not asked for from here\. .* only from channels of its own\. Type it in <#C0RELEASES>/,
    );
    expect(JSON.stringify(story.told('ana').blocks)).toContain(
      '{"type":"channel","channel_id":"C0RELEASES"}',
    );
    await story.types('ana', '/rollback shop in staging');
    expect(story.told('ana').text).toMatch(/Nothing was ever deployed/);
  });

  test('help and can say so before one tries', async () => {
    await story.types('ana', '/release help deploy');
    expect(story.told('ana').text).toMatch(
      /production: you may not\. The environment production takes them only from channels of its own\. Type it in <#C0RELEASES>\./,
    );
    await story.types('ana', '/release help');
    expect(story.told('ana').text).toMatch(
      /Not for you, or not from here: deploy, .*\/release pause/,
    );
    await story.types('eli', '/release can ana deploy shop production');
    expect(story.told('eli').text).toMatch(
      /^Yes: ana may deploy shop in production\. Asked for only in <#C0RELEASES>\. Rule: /,
    );
    await story.types('eli', '/release can ana pause shop production');
    expect(story.told('eli').text).toMatch(/^Yes: ana may pause shop in production\. Rule: /);
  });
});
