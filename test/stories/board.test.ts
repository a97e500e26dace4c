import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { minutes } from '../../src/cli/minutes.ts';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { BoardRule } from '../../src/domain/governance/board.ts';
import { traceOf } from '../../src/projections/trace.ts';
import { keyIdOf, newKeys } from '../../src/providers/keys/ed25519.ts';
import { SIGNING, useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

/** Search is tier 2: the board sees it until two in a row went well. */
function withBoard(example: Catalog): Catalog {
  const cab = BoardRule.parse({
    environments: ['production'],
    groups: ['sre', 'release-managers'],
    businessSeat: 'business',
    quorum: 2,
    deadline: '4h',
    impact: { tiers: [2] },
    standard: { after: 2, within: '30d' },
  });
  const business = { name: 'business', members: ['eli'], mention: null };
  return { ...example, cab, groups: [...example.groups, business] };
}

/** The same by another version, in which dana sits nowhere any more and eli also with sre. */
function later(example: Catalog): Catalog {
  const board = withBoard(example);
  const groups = board.groups.map((one) => {
    if (one.name === 'release-managers') return { ...one, members: [] };
    return one.name === 'sre' ? { ...one, members: [...one.members, 'eli'] } : one;
  });
  return { ...board, groups, version: LATER };
}
const LATER = 'e'.repeat(64);

describe('8.5 the board votes on what is of high impact, until a record spares it', () => {
  let moved = false;
  const story = useStory({ rules: (example) => (moved ? later : withBoard)(example) });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  async function asks(version: string): Promise<void> {
    story.world.steady(search, 40);
    await story.types('ana', `/deploy search@${version} to staging`);
    await story.after('20s');
    await story.types('ana', `/deploy search@${version} to production because "better hits"`);
    await story.presses('ana', 'start');
    await story.after('4s');
  }
  async function votesYes(): Promise<void> {
    await story.presses('bo', 'vote:yes');
    await story.after('4s');
    await story.presses('eli', 'vote:yes');
    await story.presses('chen', 'approve');
    await story.after('2m');
  }

  test('those with a seat are called, and the card says why and until when', async () => {
    await asks('2.1.0');
    expect(story.texts()).toContainEqual(
      expect.stringMatching(
        /^bo, dana, eli: the change advisory board votes on this \(tier 2\): please vote/,
      ),
    );
    const card = story.message(/^ana asks to put search 2\.1\.0 in production/);
    expect(card.text).toMatch(
      /board: 2 more votes and a vote of the business \(tier 2; 0 of the 2 good ones/,
    );
    expect(story.offers(card)).toEqual(expect.arrayContaining(['approve', 'vote:yes', 'vote:no']));
    await story.types('dana', '/release cab');
    expect(story.told('dana').text).toMatch(/^Agenda .*: D-2 search 2\.1\.0 to production/);
  });

  test('whoever asked has no vote, and neither has who sits nowhere', async () => {
    await story.presses('ana', 'vote:yes');
    expect(story.told('ana').text).toMatch(/You can't vote on your own change/);
    await story.presses('chen', 'vote:yes');
    expect(story.told('chen').text).toMatch(/You have no seat on the change advisory board/);
  });

  test('two members are no quorum without the business', async () => {
    await story.presses('bo', 'vote:yes');
    await story.presses('dana', 'vote:yes');
    await story.presses('chen', 'approve');
    await story.after('20s');
    expect(await newest()).toMatchObject({ status: 'pending', waiting: [{ gate: 'cab' }] });
  });

  test('the page of who has the seat says that a vote is waited for, and takes it', async () => {
    await story.opensHome('eli');
    expect(story.reads(story.home('eli'))).toMatch(/Waiting for you[\s\S]*D-2[\s\S]*Running now/);
    await story.pressesAtHome('eli', 'vote:yes:D-2');
    expect(story.reads(story.home('eli'))).toContain('Nobody waits for you');
  });

  test('with its vote it is approved, the minutes are one entry, and it starts', async () => {
    await story.after('2m');
    story.message(/^search 2\.1\.0 to production: succeeded/);
    const lines = await story.fairway.records.ledger('D-2');
    const minutes = lines.find(({ body }) => body['what'] === 'board-approved');
    expect(minutes?.body['evidence']).toMatchObject({
      outcome: 'approved',
      impact: ['tier 2'],
      members: ['bo', 'dana', 'eli'],
      votes: [
        { by: 'bo', vote: 'yes', seat: 'member' },
        { by: 'dana', vote: 'yes', seat: 'member' },
        { by: 'eli', vote: 'yes', seat: 'business' },
      ],
    });
  });

  test('the trace tells how long its members took', async () => {
    const d = await story.fairway.records.deployment('D-2');
    const ledger = await story.fairway.records.ledger('D-2');
    const wait = d && traceOf(d, ledger).find(({ name }) => name === 'Wait for the board');
    const at = (what: string) =>
      Date.parse(String(ledger.find(({ body }) => body['what'] === what)?.body['at']));
    expect([wait?.from, wait?.to]).toEqual([at('board-called'), at('board-approved')]);
    expect((wait?.to ?? 0) - (wait?.from ?? 0)).toBeGreaterThan(20_000);
    expect(wait?.attributes).toEqual({ 'fairway.wait.for': 'board', 'fairway.wait.human': true });
  });

  test('its minutes are signed, which the card says, and whoever has the key’s public half can check them', async () => {
    const own = mkdtempSync(join(tmpdir(), 'fairway-minutes-'));
    onTestFinished(() => rmSync(own, { recursive: true }));
    vi.stubEnv('DATABASE_URL', story.database.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const lines: string[] = [];
    const ran = async (...args: readonly string[]) => {
      const code = await minutes(args, (line) => void lines.push(line));
      return [code, lines.splice(0).join(' ')] as const;
    };
    const key = keyIdOf(SIGNING.publicKey);
    const card = story.message(/^search 2\.1\.0 to production: succeeded/);
    expect(story.reads(card)).toContain(`Minutes of the board signed by key \`${key}\``);
    const [code, document] = await ran('D-2');
    expect(code).toBe(0);
    expect(JSON.parse(document)).toMatchObject({
      minutes: {
        deployment: 'D-2',
        outcome: 'approved',
        yes: 3,
        votes: [{ by: 'bo', at: expect.stringMatching(/^2026-11-18T/), groups: ['sre'] }, {}, {}],
      },
      signature: { key },
    });
    const [file, keys, others] = [join(own, 'd-2.json'), join(own, 'keys'), join(own, 'others')];
    writeFileSync(file, `${document}\n`);
    writeFileSync(keys, `${newKeys().publicKey}\n${SIGNING.publicKey}\n`);
    writeFileSync(others, newKeys().publicKey);
    expect(await ran('verify', file)).toEqual([0, expect.stringMatching(/as it says itself/)]);
    expect(await ran('verify', file, `--keys=${keys}`)).toEqual([
      0,
      `True: these are the minutes that key ${key} signed, which is one of the keys you trust.`,
    ]);
    expect((await ran('verify', file, `--keys=${others}`))[0]).toBe(1);
    writeFileSync(file, document.replace('"vote":"yes"', '"vote":"no"'));
    expect(await ran('verify', file)).toEqual([1, expect.stringMatching(/^Not true/)]);
    expect((await ran('D-1'))[1]).toMatch(/No board has decided on D-1/);
    expect((await ran('verify'))[0]).toBe(2);
  });

  test('each vote keeps the seat that counted, and which version of the rules gave it', async () => {
    const lines = await story.fairway.records.ledger('D-2');
    const votes = lines.filter(({ body }) => body['what'] === 'voted');
    const version = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(votes.map(({ body }) => body['evidence'])).toMatchObject(
      votes.map(() => ({ seats: [expect.any(String)], configuration: version })),
    );
    expect(votes.length).toBeGreaterThanOrEqual(3);
  });

  test('one good one does not spare the next', async () => {
    await asks('2.2.0');
    await votesYes();
    story.message(/^search 2\.2\.0 to production: succeeded/);
  });

  test('after two in a row it is a standard change: nobody votes, and the card says why', async () => {
    await asks('2.3.0');
    const d = await newest();
    expect(d?.waiting.map((w) => w.gate)).toEqual(['approval']);
    const card = story.message(/^ana asks to put search 2\.3\.0 in production/);
    expect(story.reads(card)).toMatch(/standard change: the last 2 of 2 went well/);
    expect(story.offers(card)).not.toContain('vote:yes');
    await story.presses('chen', 'approve');
    await story.after('2m');
    story.message(/^search 2\.3\.0 to production: succeeded/);
  });

  test('one that is rolled back brings the board back', async () => {
    await story.types('ana', '/rollback search in production because "wrong hits"');
    await story.after('1m');
    await asks('2.3.0');
    const card = story.message(/^ana asks to put search 2\.3\.0 in production/);
    expect(card.text).toMatch(/board: 2 more votes .*0 of the 2 good ones that would spare it/);
  });

  test('a no needs its reason; when it can pass no more it closes with the minutes', async () => {
    await story.presses('bo', 'vote:no');
    await story.submits('bo', { because: 'the index is not ready' });
    await story.types('eli', `/release vote ${(await newest())?.id} no`);
    expect(await newest()).toMatchObject({ status: 'pending' });
    await story.submits('eli', { because: 'not this week' });
    await story.after('5s');
    const closed = story.message(/^search 2\.3\.0 to production: not started, board-rejected/);
    expect(closed.text).toMatch(/the change advisory board said no: 0 yes, 2 no/);
  });

  test('a version that comes into force after the press is the one that counts, and the one that is named', async () => {
    await asks('2.3.0');
    const id = (await newest())?.id ?? '';
    const votes = async (who: string, account: string, groups: readonly string[]) => {
      const pressed = { id: who, account, name: who, kind: 'member', groups } as const;
      return story.fairway.desk.run(`/release vote ${id} yes`, pressed, { channel: null });
    };
    moved = true;
    expect(await votes('dana', 'U0DANA0001', ['release-managers'])).toMatchObject({
      refusal: { code: 'no-seat' },
    });
    expect(await votes('eli', 'U0ELI00001', ['business'])).toMatchObject({ kind: 'said' });
    const [voted] = (await story.fairway.records.ledger(id)).filter(
      ({ body }) => body['what'] === 'voted',
    );
    expect(voted?.body).toMatchObject({
      by: 'eli',
      evidence: { seats: ['sre', 'business'], configuration: LATER },
    });
    moved = false;
    await story.types('ana', `/release abort ${id} because "later"`);
    await story.after('5s');
  });

  test('nobody votes in time: it closes, and nothing ships', async () => {
    await asks('2.3.0');
    await story.presses('chen', 'approve');
    await story.later('4h');
    await story.after('5s');
    const closed = story.message(/^search 2\.3\.0 to production: not started, board-rejected/);
    expect(closed.text).toMatch(/did not approve it in time: 0 yes, 0 no/);
  });

  test('what is of low impact never meets it', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.after('4s');
    expect((await newest())?.gates.map((gate) => gate.kind)).not.toContain('cab');
  });
});
