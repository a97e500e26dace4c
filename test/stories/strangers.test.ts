import { URI } from 'otpauth';
import { afterAll, describe, expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.ts';
import { createFactors } from '../../src/store/journal/second-factor.ts';
import { exampleFolder } from './folder.ts';
import { FACTOR_KEY, useStory } from './harness.ts';

/** What bo might decide here, were bo a member: each is a word that lets something happen, or forbids it. */
const DECIDES: readonly (readonly [string, string])[] = [
  ['approve', '/release approve D-2'],
  ['approve', '/release approve D-2 --when-green'],
  ['reject', '/release reject D-2 because no'],
  ['withdraw', '/release withdraw D-2'],
  ['vote', '/release vote D-2 yes'],
  ['vote', '/release vote D-2 no because no'],
  ['break-glass', '/release break-glass D-2 --approve'],
  ['break-glass', '/release break-glass D-2 --refuse because no'],
  ['line', '/release line open checkout in staging because "fixed"'],
  ['blackout', '/release blackout end production because "over"'],
  ['unlock', '/release unlock search in staging'],
  ['takeover', '/release takeover search in staging because "it cannot wait"'],
  ['object', '/release object shop in staging because "half done"'],
  ['settle', '/release settle shop pass-on in staging because "customers wait"'],
  ['approve', '/release approve C-2'],
  ['reject', '/release reject C-2 because no'],
  ['adopt', '/release adopt shop in staging because "by hand"'],
  ['review', '/release review D-2 because seen'],
  ['train', '/release train hold books because "not today"'],
  ['train', '/release train release books because "it may go"'],
  ['confirm', '/release confirm CODE'],
];

/** Verbs that take the right to decide, and are decided by somebody beside whoever asked. */
const DECIDING = verbs
  .filter(({ needs }) => needs.some((deed) => deed !== 'look' && deed !== 'export'))
  .filter(
    ({ needs, stepUp }) => stepUp || needs.some((deed) => deed !== 'deploy' && deed !== 'steer'),
  )
  .map(({ name }) => name);

/** Slack itself lets guests do all of it, outsiders press buttons, and the deactivated nothing: yet what they sent may still wait. */
const KINDS = [
  { kind: 'a guest', change: { is_restricted: true }, why: /It is a guest account/, may: 'type' },
  {
    kind: 'an outsider of a shared channel',
    change: { is_stranger: true },
    why: /from another organisation/,
    may: 'press',
    pressed: /from another organisation\. Fairway shows it nothing/,
  },
  { kind: 'a deactivated account', change: { deleted: true }, why: /It is deactivated/, may: null },
] as const;
const NEVER = /can look, but never decide/;
const MENDED = { is_restricted: false, is_stranger: false, deleted: false };

describe('8.1 guests, outsiders and the deactivated decide nothing, whatever groups they are in', () => {
  const folder = exampleFolder();
  folder.replace('fairway.yaml', 'breakGlass:', 'secondFactor: {}\n\nbreakGlass:');
  folder.replace(
    'fairway.yaml',
    'approvals:\n',
    'cab:\n  environments: [production]\n  groups: [sre, release-managers]\n  businessSeat: platform\n  impact: { tiers: [1, 2, 3, 4] }\n\napprovals:\n',
  );
  folder.replace('fairway.yaml', 'deployers: [ana, bo', 'audit: [bo]\n  deployers: [ana, bo');
  folder.replace('fairway.yaml', 'approvals:\n', 'auditors: [audit]\n\napprovals:\n');
  const story = useStory({ folder: folder.path });
  afterAll(folder.remove);
  let code = (): string => '';

  const becomes = (change: object): void => {
    const bo = story.slack.state().users.find((one) => one.name === 'bo')?.id ?? '';
    story.slack.faults({ users: { [bo]: { ...MENDED, ...change } } });
  };
  const state = async () => {
    const { pool } = story.database;
    const tables = ['audit_entry', 'deployment', 'configuration', 'schedule', 'lock', 'blackout'];
    const more = ['breaker', 'fence', 'second_factor', 'sighting', 'incident', 'departure'];
    // What waits looks again each minute, and notes only when it will the next time.
    const quiet = "'{wake_at}' #- '{revision}' #- '{body,wakeAt}' #- '{body,revision}'";
    const rows = async (table: string) =>
      (await pool.query(`SELECT to_jsonb(one) #- ${quiet} AS row FROM ${table} AS one`)).rows;
    return Promise.all([...tables, ...more].map(rows));
  };

  test('there is something of each kind to decide on', async () => {
    const clock = { now: story.now };
    const { pool } = story.database;
    const factors = createFactors({ pool, clock, secondFactorKey: FACTOR_KEY });
    await factors.enrol('chen', 'operator'); // two could break the glass
    const totp = URI.parse((await factors.enrol('bo', 'operator')) ?? '');
    code = () => totp.generate({ timestamp: story.now() });
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('chen', '/release blackout add production for 20h because "busy day"');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start:wait');
    await story.types('ana', '/release break-glass D-2 because "the basket is down"');
    await story.types('chen', '/release stop checkout in staging because "broken"');
    await story.types('dana', '/release lock search in staging for 20h because "a move"');
    await story.types('bo', '/release lock shop in staging for 20h because "a move"');
    await story.types('dana', '/release takeover shop in staging because "customers wait"');
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 3');
    await story.looks();
    expect((await story.fairway.records.deployment('D-2'))?.breakGlass?.askedBy).toBe('ana');
    expect(story.message(/^Configuration C-2 .* waits/)).toBeDefined();
  });

  test('every deciding verb is in the table', () => {
    const missing = DECIDING.filter((name) => !DECIDES.some(([verb]) => verb === name));
    expect(missing).toEqual([]);
  });

  /** As it reaches Fairway, where Slack lets it through; else as it would be worked off if it had. */
  async function says(line: string, isTyped: boolean): Promise<string> {
    if (isTyped) {
      await story.types('bo', line);
      return story.told('bo').text;
    }
    const { actor } = await story.fairway.slack.identify('U0BO000001');
    const reply = await story.fairway.desk.run(line, actor, { channel: 'C0DEPLOYS1' });
    await story.settle();
    return reply.kind === 'form' ? 'a form' : reply.view.text;
  }

  test.each(KINDS)('$kind: every deciding word is refused, and nothing changes', async (one) => {
    becomes(one.change);
    await says('/release approve D-2', one.may === 'type'); // asked anew, and remembered so
    expect((await story.fairway.records.deployment('D-2'))?.approvals).toEqual([]);
    story.slack.faults({ channels: { deploys: { is_ext_shared: true } } });
    for (const [, line] of DECIDES) {
      const before = await state();
      const text = await says(line.replace('CODE', code()), one.may === 'type');
      expect({ line, text }).toMatchObject({ text: expect.stringMatching(NEVER) });
      expect(text).toMatch(one.why);
      expect({ line, state: await state() }).toEqual({ line, state: before });
    }
    const card = story.message(/^ana asks to put shop 1\.1\.0/);
    for (const action of one.may === null ? [] : ['approve', 'vote:yes', 'glass-approve']) {
      const before = await state();
      await story.presses('bo', action, card);
      expect(story.told('bo').text).toMatch('pressed' in one ? one.pressed : NEVER);
      expect({ action, state: await state() }).toEqual({ action, state: before });
    }
  });

  test('the same person as a member is heard', async () => {
    becomes({});
    const lines = ['/release confirm CODE', '/release vote D-2 yes', '/release approve C-2'];
    for (const line of [...lines, '/release break-glass D-2 --approve', '/release approve D-2']) {
      const before = await state();
      await story.types('bo', line.replace('CODE', code()));
      expect({ line, same: JSON.stringify(await state()) === JSON.stringify(before) }).toEqual({
        line,
        same: false,
      });
    }
  });
});
