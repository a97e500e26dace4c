import { afterAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { adopt } from '../../src/domain/configuration/find.ts';
import { createConfigurations } from '../../src/store/configurations.ts';
import { createPool } from '../../src/store/pool.ts';
import { PATIENT } from '../postgres/patience.ts';
import { needs } from '../system/needs.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';

const git = needs('git');
const TWO = '    quorum: 2\n';
const ONE_OF_TWO = 'slots: 2\n';
const slotsOf = (catalog: Catalog): number | undefined =>
  catalog.environments.find(({ name }) => name === 'production')?.slots;
const quorumOf = (catalog: Catalog): number | undefined =>
  catalog.approvals.find(({ name }) => name === 'card data, two people')?.quorum;

describe('3.6 a change that loosens its own approval rule', () => {
  const folder = exampleFolder();
  const story = useStory({ folder: folder.path });
  afterAll(folder.remove);

  const quorumAsked = async (): Promise<number | undefined> => {
    const [newest] = await story.fairway.records.deployments({ service: 'checkout', limit: 1 });
    const gate = newest?.gates.find((one) => one.kind === 'approval');
    const slots = gate?.kind === 'approval' ? gate.slots : [];
    return slots.find(({ rule }) => rule === 'card data, two people')?.quorum;
  };

  test('does not take effect when it is found: a card says what it changes and whom it waits for', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging');
    await story.after('30s');
    folder.replace('fairway.yaml', TWO, '');
    await story.looks();
    const card = story.message(
      /^Configuration C-2 loosens the rules and waits: it is not in force/,
    );
    expect(story.reads(card)).toContain('approvals "card data, two people" quorum');
    expect(story.reads(card)).toMatch(/2 more for approvals "card data, two people"/);
    expect(story.offers(card)).toEqual(['approve', 'reject']);
  });

  test('deployments are asked for under the old rule meanwhile', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to production');
    await story.presses('ana', 'start');
    expect(await quorumAsked()).toBe(2);
  });

  test('a restart is no way around', async () => {
    expect(quorumOf(await story.startsAnew())).toBe(2);
    await story.looks();
    expect(story.texts().filter((text) => text.startsWith('Configuration'))).toHaveLength(1);
  });

  test('nobody approves it whom the old rule does not ask', async () => {
    const card = story.message(/^Configuration C-2/);
    for (const who of ['ana', 'eli']) {
      await story.presses(who, 'approve', card);
      expect(story.told(who).text).toMatch(/^You can't decide about C-2\./);
    }
    expect(quorumOf(await story.startsAnew())).toBe(2);
  });

  test('one of them alone does not suffice, however often', async () => {
    await story.presses('bo', 'approve', story.message(/^Configuration C-2/));
    await story.types('bo', '/release approve C-2');
    expect(story.told('bo').text).toMatch(/^You have approved C-2 already\./);
    expect(story.message(/^Configuration C-2/).text).toMatch(/waits: it is not in force/);
    expect(quorumOf(await story.startsAnew())).toBe(2);
  });

  test('the second of them puts it into force, for what is asked for from then on', async () => {
    await story.presses('chen', 'approve', story.message(/^Configuration C-2/));
    await story.after('5s');
    expect(story.message(/^Configuration C-2/).text).toMatch(/is in force/);
    expect(await quorumAsked()).toBe(2); // what was asked for before keeps its gates
    await story.types('ana', '/release abort D-2 because "asked for anew"');
    await story.types('ana', '/deploy checkout@1.4.2 to production');
    await story.presses('ana', 'start');
    expect(await quorumAsked()).toBe(1);
  });

  test('the ledger says what changed, who was asked and who agreed', async () => {
    const lines = await story.fairway.records.ledger('C-2');
    expect(lines.map(({ body }) => [body['what'], body['by']])).toEqual(
      expect.arrayContaining([
        ['proposed', 'fairway'],
        ['approved', 'bo'],
        ['approved', 'chen'],
        ['in-force', 'fairway'],
      ]),
    );
    expect(JSON.stringify(lines)).toContain('"from":"2","to":"1"');
    const bo = lines.find(({ body }) => body['what'] === 'approved' && body['by'] === 'bo');
    expect(bo?.body['evidence']).toMatchObject({
      groups: ['deployers', 'sre', 'platform'],
      rulesAsOf: 'C-1',
    });
  });
});

describe('3.6 a configuration that changes', () => {
  const folder = exampleFolder();
  const story = useStory({ folder: folder.path });
  afterAll(folder.remove);
  const cards = () => story.texts().filter((text) => text.startsWith('Configuration'));

  test('one that tightens is in force at once, and told', async () => {
    folder.replace('fairway.yaml', ONE_OF_TWO, 'slots: 1\n');
    await story.looks();
    expect(cards()).toEqual([
      expect.stringMatching(/^Configuration C-2 is in force: it tightens the rules.*slots 2 → 1/),
    ]);
    expect(slotsOf(await story.startsAnew())).toBe(1);
  });

  test('taking that back loosens, and whoever is asked may say no', async () => {
    folder.replace('fairway.yaml', 'slots: 1\n', ONE_OF_TWO);
    await story.looks();
    await story.types('dana', '/release reject C-3');
    await story.submits('dana', { because: 'one at a time' });
    await story.after('5s');
    expect(story.message(/^Configuration C-3/).text).toMatch(/was rejected by dana/);
    await story.types('bo', '/release approve C-3');
    expect(story.told('bo').text).toMatch(/^C-3 is rejected\./);
    expect(slotsOf(await story.startsAnew())).toBe(1);
    expect(cards()).toHaveLength(2); // and it is not asked about again
  });

  test('the no is taken back by one of those it was for: it waits anew, for every yes', async () => {
    await story.types('eli', '/release withdraw C-3');
    expect(story.told('eli').text).toMatch(/^You can't decide about C-3\./);
    await story.types('chen', '/release withdraw C-3');
    await story.after('5s');
    expect(story.message(/^Configuration C-3/).text).toMatch(/waits: it is not in force/);
    await story.types('chen', '/release withdraw C-3');
    expect(story.told('chen').text).toMatch(/^You have not approved C-3/);
    await story.types('chen', '/release approve C-3');
    await story.types('chen', '/release withdraw C-3');
    expect(slotsOf(await story.startsAnew())).toBe(1);
    const [last, , again] = await story.fairway.records.ledger('C-3');
    expect([last?.body['what'], again?.body]).toMatchObject([
      'withdrawn-approval',
      {
        what: 'proposed-again',
        by: 'chen',
        evidence: { rejectedBy: 'dana', because: 'one at a time' },
      },
    ]);
    await story.types('dana', '/release reject C-3 because "one at a time"');
  });

  test('one whose folder says something else by then is withdrawn', async () => {
    folder.replace('fairway.yaml', ONE_OF_TWO, 'slots: 5\n');
    await story.looks();
    expect(story.message(/^Configuration C-4/).text).toMatch(/waits: it is not in force/);
    folder.replace('fairway.yaml', 'slots: 5\n', 'slots: 1\n');
    await story.looks();
    await story.after('5s');
    expect(story.message(/^Configuration C-4/).text).toMatch(/says again what is in force/);
  });

  test('one with faults is refused with their places, and the one in force stays', async () => {
    const sound = folder.read('fairway.yaml');
    folder.write('fairway.yaml', sound.replace('groups: [sre, owners', 'groups: [nobody, owners'));
    await story.looks();
    expect(JSON.stringify(story.errors())).toMatch(/fairway\.yaml:\d+:\d+.*nobody/);
    await story.types('ana', '/release status shop');
    expect(story.told('ana').text).toMatch(/shop/);
    folder.write('fairway.yaml', sound);
  });

  test('who has the database may adopt one, and everybody is told', async () => {
    const pool = createPool(story.database.url, {
      max: 1,
      applicationName: 't',
      onError: () => {},
      within: PATIENT,
    });
    const file = 'fairway.yaml';
    const files = [{ file, text: folder.read(file).replace('slots: 1\n', 'slots: 4\n') }];
    for (const name of ['shop', 'checkout', 'search']) {
      files.push({ file: `services/${name}.yaml`, text: folder.read(`services/${name}.yaml`) });
    }
    const found = { version: 'adopted', files, origin: { folder: folder.path } };
    const { change } = createConfigurations({ pool, clock: { now: story.now } });
    await change((at) => adopt(at, found, 'only one approver is left'));
    await pool.end();
    await story.looks();
    expect(story.message(/^Configuration C-5/).text).toMatch(/adopted on the machine/);
    const [line] = await story.fairway.records.ledger('C-5');
    expect(line?.body).toMatchObject({ by: 'operator' });
  });

  test('anybody may see which one is in force', async () => {
    await story.types('eli', '/release configuration');
    expect(story.told('eli').text).toMatch(/C-5 is in force.*C-3 was rejected by dana/);
    await story.types('eli', '/release explain environments.production.slots');
    expect(story.told('eli').text).toMatch(
      /slots is 4.*fairway\.yaml:29:5.*nobody knows.*in force with C-5/s,
    );
    await story.types('eli', '/release explain environments.producton.slots');
    expect(story.told('eli').text).toMatch(
      /^There is no "producton.*Did you mean environments\.production/,
    );
    await story.types('eli', '/release configuration C-9');
    expect(story.told('eli').text).toMatch(/^There is no configuration C-9\./);
  });
});

describe.skipIf(!git.here)(`3.6 who wrote the change, by git${git.skipped}`, () => {
  const folder = exampleFolder();
  const first = git.here ? folder.commit('Ana <ana@acme.example>').slice(0, 12) : '';
  const story = useStory({ folder: folder.path });
  afterAll(folder.remove);

  test('does not approve it, and is named on the card with the commit', async () => {
    folder.replace('fairway.yaml', TWO, '');
    const commit = folder.commit('Bo Lindqvist <bo@acme.example>');
    await story.looks();
    const card = story.message(/^Configuration C-2/);
    expect(story.reads(card)).toContain(commit.slice(0, 12));
    await story.types('eli', '/release explain "approvals.card data, two people.quorum"');
    expect(story.told('eli').text).toMatch(
      new RegExp(
        `quorum is 2.*fairway\\.yaml:67:5.*who wrote it: Ana <ana@acme\\.example>.*commit ${first}`,
        's',
      ),
    );
    await story.presses('bo', 'approve', card);
    expect(story.told('bo').text).toMatch(/^You wrote what C-2 changes\./);
    await story.presses('chen', 'approve', card);
    expect(story.message(/^Configuration C-2/).text).toMatch(/waits: it is not in force/);
    await story.presses('dana', 'approve', card);
    await story.after('5s');
    expect(story.message(/^Configuration C-2/).text).toMatch(/is in force/);
  });
});
