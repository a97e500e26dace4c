import { describe, expect, test } from 'vitest';
import { ApprovalRule } from '../../src/domain/governance/approval.ts';
import { useStory } from './harness.ts';

const RULE = ApprovalRule.parse({
  name: 'search first',
  environments: ['staging'],
  services: ['search'],
  groups: ['sre'],
});

describe('7.7 whoever wrote a change hears when it woke somebody', () => {
  let hears = true;
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      // Who wrote something is asked where a rule asks for anybody.
      approvals: [...catalog.approvals, RULE],
      people: catalog.people.map((p) =>
        p.id === 'bo' && !hears ? { ...p, hearsOfIncidents: false } : p,
      ),
    }),
  });
  /** What somebody was told in direct messages. */
  const direct = (user: string) => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    return dm ? story.slack.messages(dm.id, user) : [];
  };
  const ofIncidents = (user: string): readonly string[] =>
    direct(user).flatMap(({ text = '' }) => (text.includes('names a change') ? [text] : []));
  const BO = 'U0BO000001';
  const CHEN = 'U0CHEN0001';

  test('linked by a person: one message, in words that blame nobody', async () => {
    for (const version of ['1.4.2', '1.4.3']) {
      await story.types('ana', `/deploy checkout@${version} to staging`);
      await story.after('1m');
    }
    await story.types(
      'chen',
      '/release incident open checkout in staging because "cards are charged twice"',
    );
    expect(ofIncidents(BO)).toEqual([]);
    await story.types('chen', '/release incident link INC-1 D-2');
    await story.after('5s');
    expect(ofIncidents(BO)).toEqual([
      'INC-1 names a change of yours. checkout 1.4.3 to staging (D-2) holds a change that you wrote. ' +
        'chen linked it to INC-1, which is open: cards are charged twice. ' +
        'checkout 1.4.3 was not returned from. This is so that you hear of it first-hand. ' +
        'A link says where it showed, not who is at fault, and nothing is asked of you. ' +
        'What you know of it helps: what would have shown it earlier, and what would have made it harmless. ' +
        'What happened: /release retro D-2',
    ]);
    const [said] = direct(BO).filter(({ text = '' }) => text.includes('names a change'));
    expect(story.offers(said ?? {})).toEqual(['retro:D-2', 'incident:INC-1']);
  });

  test('linked otherwise and back, or linked again by its rollback: still that one', async () => {
    await story.types('chen', '/release incident link INC-1 D-2 --as fix');
    await story.types('ana', '/release incident link INC-1 D-2');
    await story.types('ana', '/rollback checkout in staging because INC-1');
    await story.after('1m');
    await story.types('chen', '/release incident resolve INC-1 because "it is back"');
    await story.after('1m');
    expect(ofIncidents(BO)).toHaveLength(1);
    expect(ofIncidents(CHEN)).toEqual([]);
    expect(ofIncidents('U0ANA00001')).toEqual([]);
  });

  test('by what ended it: the incident names the rollback, and nobody named the cause', async () => {
    await story.types('ana', '/deploy checkout@1.4.3 to staging because "once more"');
    await story.after('1m');
    await story.types('chen', '/release incident open checkout in staging because "twice again"');
    await story.types('ana', '/rollback checkout in staging because "it shows again"');
    await story.after('1m');
    const [back] = await story.fairway.records.deployments({ service: 'checkout', limit: 1 });
    await story.types('chen', `/release incident link INC-2 ${back?.id} --as fix`);
    await story.after('5s');
    expect(ofIncidents(BO)).toHaveLength(2);
    expect(ofIncidents(BO)[1]).toMatch(/checkout in staging is back at 1\.4\.2 \(D-5\)\./);
  });

  test('whoever switched it off hears nothing', async () => {
    hears = false;
    await story.types('chen', '/release incident resolve INC-2 because "it is back"');
    await story.types('ana', '/deploy checkout@1.4.3 to staging because "the third time"');
    await story.after('1m');
    await story.types('chen', '/release incident open checkout in staging because "and again"');
    await story.types('chen', '/release incident link INC-3 D-6');
    await story.after('5s');
    expect((await story.fairway.records.incident('INC-3'))?.links).toHaveLength(1);
    expect(ofIncidents(BO)).toHaveLength(2);
  });
});
