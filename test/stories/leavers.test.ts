import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { take } from '../../src/cli/import-people.ts';
import { people as cli } from '../../src/cli/people.ts';
import { SignedPeople } from '../../src/domain/catalog/people-list.ts';
import { createPool } from '../../src/store/pool.ts';
import { PATIENT } from '../postgres/patience.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';

describe('2 an administrator signs who is here: leavers lose rights at once', () => {
  const folder = exampleFolder();
  const own = mkdtempSync(join(tmpdir(), 'fairway-people-'));
  const keyFile = join(own, 'hr.pem');
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  let name = 'hr';
  const keyMade = cli(['key', keyFile], print).then(() => printed.splice(0).join(''));
  afterAll(() => {
    folder.remove();
    rmSync(own, { recursive: true });
  });
  const story = useStory({ folder: folder.path });

  /** Signed by the command line; taken as it takes it, by the clock of the story. */
  async function takes(serial: number, principals: readonly object[]): Promise<string> {
    const file = join(own, 'list.json');
    const list = { form: 'fairway-people/1', organisation: 'Acme', serial, principals };
    writeFileSync(file, JSON.stringify(list));
    printed.length = 0;
    expect(await cli(['sign', file, `--key=${keyFile}`, `--name=${name}`], print)).toBe(0);
    const signed = SignedPeople.parse(JSON.parse(printed.splice(0).join('\n')));
    const pool = createPool(story.database.url, {
      max: 2,
      applicationName: 'people',
      onError: () => {},
      within: PATIENT,
    });
    await take({ pool, clock: { now: story.now } }, signed, print).finally(() => pool.end());
    return printed.splice(0).join(' ');
  }
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test('the key is for its owner alone, and takes no other’s place', async () => {
    expect(await keyMade).toMatch(/^MCowBQYDK2VwAyEA/);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    const before = readFileSync(keyFile, 'utf8');
    expect(await cli(['key', keyFile], print)).toBe(1);
    expect(readFileSync(keyFile, 'utf8')).toBe(before);
  });

  test('naming who may sign is a change of the rules that others approve', async () => {
    expect(await takes(1, [{ id: 'ana', active: true }])).toMatch(/names no key "hr"/);
    const rule = `peopleImport:\n  keys:\n    - { name: hr, key: ${await keyMade} }\n\n`;
    folder.replace('fairway.yaml', 'breakGlass:', `${rule}breakGlass:`);
    await story.looks();
    expect(await takes(1, [{ id: 'ana', active: true }])).toMatch(/names no key "hr"/);
    await story.types('bo', '/release approve C-2');
    await story.types('chen', '/release approve C-2');
    await story.after('5s');
    expect(await takes(1, [{ id: 'ana', active: true }])).toMatch(/^List 1 is taken: 1 are here/);
  });

  test('who has left loses rights and the approval that waits, at once, and the card says so', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production at +40m because "new basket"');
    await story.presses('ana', 'start');
    await story.presses('bo', 'approve');
    expect(await newest()).toMatchObject({ approvals: [{ by: 'bo' }] });
    const told = await takes(2, [
      { id: 'ana', active: true },
      { id: 'bo', email: 'bo@acme.example', active: false },
    ]);
    expect(told).toMatch(/1 have left.*Who has left decides nothing from now on: bo\./);
    await story.settle(); // nobody acts, and its time has not come
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [] });
    await story.after('4s');
    const card = story.message(/^ana asks to put shop 1\.1\.0/);
    expect(story.thread(card).join('\n')).toMatch(
      /bo's approval is of somebody who has left, so it no longer counts for D-2/,
    );
    const [line] = await story.fairway.records.ledger('people');
    expect(line?.body).toMatchObject({
      what: 'people-imported',
      by: 'operator',
      evidence: { serial: 2, key: 'hr', here: ['ana'], left: ['bo'] },
    });
  });

  test('the one who left can do nothing, whatever fairway.yaml still says', async () => {
    for (const line of ['/release approve D-2', '/release reject D-2 because no']) {
      await story.types('bo', line);
      expect(story.told('bo').text).toMatch(/not linked to a person/);
    }
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [] });
  });

  test('nor does what they said to a change of the rules count any more', async () => {
    await takes(3, [{ id: 'bo', active: true }]);
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 3');
    await story.looks();
    await story.types('bo', '/release approve C-3');
    await takes(4, [{ id: 'bo', active: false }]);
    await story.types('chen', '/release approve C-3');
    await story.after('4s');
    expect(story.message(/^Configuration C-3/).text).toMatch(/waits: it is not in force/);
    await story.types('dana', '/release approve C-3');
    await story.after('4s');
    expect(story.message(/^Configuration C-3/).text).toMatch(/is in force/);
  });

  test('an older list does not bring them back, and a newer one does', async () => {
    expect(await takes(2, [{ id: 'bo', active: true }])).toMatch(/List 2 is not newer than list 4/);
    name = 'someone';
    expect(await takes(5, [{ id: 'bo', active: true }])).toMatch(/names no key "someone"/);
    name = 'hr';
    expect(await takes(5, [{ id: 'bo', active: true }])).toMatch(/^List 5 is taken/);
    await story.types('bo', '/release approve D-2');
    expect(await newest()).toMatchObject({ approvals: [{ by: 'bo' }] });
  });

  test('the review of access says since when they were away, and by which list', async () => {
    await story.types('chen', '/release access-review production');
    const seen = story.reads(story.told('chen'));
    expect(seen).toMatch(/No longer/);
    expect(seen).toMatch(/list 4 by hr, an administrator’s list/);
  });

  test('a time that ends takes them as well, without anybody doing anything', async () => {
    const validUntil = new Date(story.now() + 600_000).toISOString();
    await takes(6, [
      { id: 'ana', active: true },
      { id: 'bo', active: true, validUntil },
    ]);
    await story.after('9m');
    expect(await newest()).toMatchObject({ approvals: [{ by: 'bo' }] });
    await story.after('2m');
    expect(await newest()).toMatchObject({ status: 'pending', approvals: [] });
  });
});
