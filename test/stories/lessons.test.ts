import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { needs } from '../system/needs.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';

const git = needs('git');
const WORDS = 'no deploys of shop while search is degraded';

describe('7.7 what a retrospective decided becomes a rule, and each names the other', () => {
  const folder = exampleFolder();
  if (git.here) folder.commit('Ana Reyes <ana@acme.example>');
  const story = useStory({ folder: folder.path });
  const state = mkdtempSync(join(tmpdir(), 'fairway-patches-'));
  afterAll(() => {
    folder.remove();
    rmSync(state, { recursive: true });
  });
  let commit: string | null = null;
  let patch: string | null = null;

  /** What somebody was told in direct messages about action items. */
  const told = (user: string): readonly string[] => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    const all = dm ? story.slack.messages(dm.id, user) : [];
    return all.flatMap(({ text = '' }) => (text.includes('A-1') ? [text] : []));
  };
  const BO = 'U0BO000001';
  const ANA = 'U0ANA00001';

  test('noted after a deployment, it comes with what to commit; its owner hears of it', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types(
      'ana',
      `/release action D-1 "${WORDS}" as a gate --owner bo --due 2026-11-27`,
    );
    const card = story.told('ana');
    expect(card.text).toMatch(
      /^A-1 of D-1: no deploys of shop while search is degraded\. It is bo's\./,
    );
    expect(story.reads(card)).toContain(
      [
        'notWhile:',
        `  - name: "${WORDS}"`,
        '    environments: [staging]',
        '    services: [shop]',
        '    incident: [search]',
        '    because: A-1',
      ].join('\n'),
    );
    await story.after('5s');
    expect(told(BO)).toEqual([
      `A-1 of D-1 is yours: ${WORDS}. What to commit stands on it. /release action A-1`,
    ]);
    expect(told(ANA)).toEqual([]);
  });

  test('where the rules are in git it comes as a patch as well, which applies to what is in force', async () => {
    await story.presses('ana', 'patch:A-1');
    const said = story.told('ana');
    if (!git.here) return expect(said.text).toMatch(/There is no patch of A-1/);
    const head = folder.git('rev-parse', 'HEAD').slice(0, 12);
    expect(said.text).toContain(`On ${head}: git apply --check A-1.patch`);
    expect(said.text).toMatch(/the scope files:write/);
    const [shown] = /diff --git .*because: A-1$/ms.exec(story.reads(said)) ?? [];
    patch = `${shown}\n`;
    const file = join(state, 'A-1.patch');
    writeFileSync(file, patch);
    folder.git('apply', '--check', file);
    await story.types('gus', '/release action A-1 patch');
    expect(story.told('gus').text).toMatch(/can look, but never decide/);
  });

  test('what is open is listed, for everybody and at home', async () => {
    await story.types('eli', '/release actions');
    expect(story.told('eli').text).toBe(`Action items: A-1 (bo, until 2026-11-27): ${WORDS}.`);
    await story.types('eli', '/release actions search');
    expect(story.told('eli').text).toBe('Action items: none is open.');
    await story.opensHome('bo');
    expect(story.reads(story.home('bo'))).toMatch(/Action items of yours.*A-1.*degraded/s);
    await story.opensHome('eli');
    expect(story.reads(story.home('eli'))).not.toContain('Action items');
  });

  test('its owner is asked again after a week, once', async () => {
    await story.later('6d');
    expect(told(BO)).toHaveLength(1);
    await story.later('1d');
    await story.after('1m');
    expect(told(BO)).toHaveLength(2);
    expect(told(BO)[1]).toMatch(/^A-1 of D-1 is still open, and yours: no deploys/);
  });

  test('whoever may not steer there notes nothing; words that mean nothing are refused', async () => {
    await story.types('gus', '/release action D-1 "anything"');
    expect(story.told('gus').text).toMatch(/can look, but never decide/);
    await story.types('ana', '/release action D-1 "anything" as law');
    expect(story.told('ana').text).toMatch(
      /An action item cannot become "law"\. It can become one of gate/,
    );
    await story.types('ana', '/release action D-1 "hold on errors" as trigger');
    expect(story.told('ana').text).toMatch(/Which alert triggers it is missing\./);
    await story.types('ana', '/release action D-99 "anything"');
    expect(story.told('ana').text).toMatch(/There is no deployment D-99/);
    await story.types('ana', '/release action A-7');
    expect(story.told('ana').text).toMatch(/There is no action item A-7/);
  });

  test('committed as it was proposed it is in force, and the item is done by itself', async () => {
    const item = await story.fairway.records.actionItem('A-1');
    if (patch) folder.git('apply', join(state, 'A-1.patch'));
    else folder.write('fairway.yaml', `${folder.read('fairway.yaml')}\n${item?.proposal?.yaml}`);
    commit = git.here ? folder.commit('Bo Lindqvist <bo@acme.example>') : null;
    await story.looks();
    await story.after('5s');
    const done = (await story.fairway.records.actionItem('A-1'))?.done;
    expect(done).toMatchObject({
      by: 'fairway',
      rule: { key: `notWhile.${WORDS}`, configuration: 'C-2', commit },
    });
    expect(done?.rule?.place).toMatch(/^fairway\.yaml:\d+:\d+$/);
    for (const person of [BO, ANA]) {
      expect(told(person).at(-1)).toMatch(/^A-1 of D-1 is done: it is a rule in force: notWhile\./);
    }
    await story.looks();
    await story.after('1m');
    expect(told(ANA)).toHaveLength(1);
  });

  test('the rule names the deployment, and the retrospective of that names the rule', async () => {
    await story.types('eli', `/release explain "notWhile.${WORDS}.incident"`);
    expect(story.reads(story.told('eli')).replaceAll('\n', '')).toContain(
      `Came from: A-1 of D-1: ${WORDS}`,
    );
    await story.types('eli', '/release retro D-1 markdown');
    const document = story.reads(story.told('eli'));
    expect(document).toMatch(
      /- \[x\] A-1 .*became notWhile\.no deploys .* at fairway\.yaml:\d+:\d+/,
    );
    if (commit) expect(document).toContain(`commit ${commit.slice(0, 12)}`);
    await story.types('bo', '/release action A-1 done because "twice"');
    expect(story.told('bo').text).toMatch(/A-1 is done already/);
    await story.types('bo', '/release action A-1 patch');
    expect(story.told('bo').text).toMatch(/A-1 has no rule to commit any more: it is done/);
  });

  test('and it holds: while search is in trouble shop waits, its fix does not', async () => {
    await story.types('eli', '/release incident open search in staging because "no results"');
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.after('10s');
    const latest = async () =>
      (await story.fairway.records.deployments({ service: 'shop', limit: 1 }))[0];
    const held = await latest();
    expect(held?.status).toBe('pending');
    expect(held?.waiting[0]?.why).toBe(`INC-1 is open about search (no results): ${WORDS}`);
    await story.types('eli', '/release incident resolve INC-1 because "the index is back"');
    await story.after('5m');
    expect((await latest())?.status).toBe('succeeded');
    await story.types('eli', '/release incident open search in staging because "again"');
    await story.types('ana', '/deploy shop@1.1.0 to staging --fixes INC-2');
    await story.after('1m');
    expect((await latest())?.status).toBe('succeeded');
  });
});
