import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { tests } from '../../src/cli/tests.ts';
import { Publisher } from '../../src/domain/governance/publication.ts';
import { useStory } from './harness.ts';

const publishes = ['shop', 'checkout'].map((service) => ({ repository: service, service }));
const ci = Publisher.parse({ name: 'ci', kind: 'generic', secrets: ['env:HOOK'], publishes });
const sha = (letter: string): string => letter.repeat(40);
const DELAYS = 'CartTest::adds an item';
const BREAKS = 'CartTest::counts <b>all</b>';

describe('3.7 flaky tests and their quarantine', () => {
  const story = useStory({ rules: (catalog) => ({ ...catalog, publishers: [ci] }) });
  const folder = mkdtempSync(join(tmpdir(), 'fairway-junit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  function report(did: Readonly<Record<string, 'passed' | 'failed' | 'retried'>>): string {
    const escaped = (text: string) => text.replaceAll('<', '&lt;');
    const cases = Object.entries(did).flatMap(([name, what]) => {
      const [classname = '', own = ''] = name.split('::').map(escaped);
      const failed = `<testcase classname="${classname}" name="${own}"><failure/></testcase>`;
      const passed = `<testcase classname="${classname}" name="${own}"/>`;
      return what === 'retried' ? [failed, passed] : [what === 'failed' ? failed : passed];
    });
    const file = join(folder, 'junit.xml');
    writeFileSync(file, `<testsuite name="unit">${cases.join('')}</testsuite>`);
    return file;
  }

  async function runs(...args: readonly string[]) {
    vi.stubEnv('FAIRWAY_HOOK_SECRET', story.hookAt('ci').token);
    const lines: string[] = [];
    const code = await tests(args, (line) => void lines.push(line), [1, 1]);
    await story.settle();
    return { code, said: lines.join('\n') };
  }
  const to = () => `--to=${story.hookAt('ci').url}`;
  const on = (letter: string, did: Parameters<typeof report>[0], ...more: readonly string[]) =>
    runs(report(did), '--service', 'shop', '--commit', sha(letter), to(), ...more);
  const asks = async (line: string) => {
    await story.types('bo', line);
    return story.told('bo').text;
  };
  /** What somebody was told in direct messages about a quarantine. */
  const direct = (user: string): readonly string[] => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    const all = dm ? story.slack.messages(dm.id, user) : [];
    return all.flatMap(({ text = '' }) => (text.includes(DELAYS) ? [text] : []));
  };
  const [BO, CHEN] = ['U0BO000001', 'U0CHEN0001'];

  test('before anything was told nothing is known', async () => {
    expect(await asks('/release flaky shop')).toBe(
      'Flaky tests: shop: none is known. Reports are told by fairway tests, from a job of CI.',
    );
  });

  test('a failure of which nothing is known counts, and is not to be retried', async () => {
    const { code, said } = await on('a', { [DELAYS]: 'failed', [BREAKS]: 'passed' });
    expect(code).toBe(1);
    expect(said).toMatch(/^Fairway has what 2 tests did on aaaaaaaaaaaa\.$/m);
    expect(said).toMatch(/^Counts: CartTest::adds an item \(not known to be flaky\)$/m);
    expect(said).toMatch(/1 failure counts: mend what they show, and retry none of them\.$/);
  });

  test('what failed on one commit and passed on another says nothing', async () => {
    expect(await on('b', { [DELAYS]: 'passed' })).toMatchObject({
      code: 0,
      said: expect.stringMatching(/None failed\.$/),
    });
    expect(await asks('/release flaky shop')).toMatch(/none is known/);
    expect(await asks(`/release quarantine "${DELAYS}" in shop because slow`)).toMatch(
      /^No test of shop that is known to be flaky is called "CartTest::adds an item"\. /,
    );
  });

  test('once it did both on one commit it is flaky, and still counts while nobody answers for it', async () => {
    expect((await on('a', { [DELAYS]: 'passed' })).code).toBe(0);
    expect(await asks('/release flaky shop')).toMatch(
      /^Flaky tests: shop: CartTest::adds an item \(flaky on 1 of 2 commits, last 2026-11-18 10:.* UTC, in no quarantine\)\.$/,
    );
    const { code, said } = await on('c', { [DELAYS]: 'failed' });
    expect(code).toBe(1);
    expect(said).toMatch(/Counts: .*\(flaky on 1 of 2 commits, and in no quarantine\)/);
    expect(said).toMatch(/in the chat: \/release flaky shop$/);
  });

  test('two tests of one name, of which one fails, are not flaky', async () => {
    expect((await on('9', { [BREAKS]: 'retried' })).said).toMatch(/\(not known to be flaky\)/);
    expect(await asks('/release flaky shop')).not.toMatch(/counts/);
  });

  test('a retry within one report excuses nothing by itself', async () => {
    const { code, said } = await on('d', { [BREAKS]: 'retried' }, '--retried');
    expect(code).toBe(1);
    expect(said).toMatch(/Counts: CartTest::counts <b>all<\/b> \(it passed and failed on this/);
  });

  test.each([
    ['/release quarantine adds in shop for 60d because slow', /cannot last 60 days\. .*30 days/],
    ['/release quarantine adds in shop for ever because slow', /"ever" is not a length of time/],
    ['/release quarantine adds in shop for 7d', /^Why it is in quarantine is missing/],
    ['/release quarantine adds because slow', /^Of which service the test is, is missing/],
    ['/release quarantine Cart in shop because slow', /stands in the names of 2 flaky tests/],
    ['/release quarantine adds in shop --owner zed because slow', /^Unknown person "zed"/],
    ['/release quarantine adds end in shop', /is in no quarantine/],
  ])('%s', async (line, said) => {
    expect(await asks(line)).toMatch(said);
  });

  test('in quarantine it has an owner and an end, of which those who answer for it hear', async () => {
    expect(
      await asks(
        '/release quarantine "adds an" in shop for 7d --owner @platform because "waits for a clock"',
      ),
    ).toMatch(
      /^CartTest::adds an item of shop is in quarantine until 2026-11-25 10:.* UTC: its failures do not count, and platform sees to it\.$/,
    );
    await story.after('5s');
    expect(direct(CHEN)).toEqual([
      expect.stringMatching(/^bo put CartTest::adds an item of shop in quarantine until .* yours/),
    ]);
    expect(direct(BO)).toEqual([]);
    expect(await asks('/release flaky shop')).toMatch(
      /in quarantine until 2026-11-25 .* UTC, platform sees to it\)/,
    );
    await story.types('chen', '/release flaky');
    expect(story.told('chen').text).toMatch(/; shop: 2 flaky, 1 in quarantine/);
    expect(await asks('/release flaky')).toMatch(
      /service by service: checkout: none; search: none/,
    );
  });

  test('then its failures do not fail the build: it alone may be retried', async () => {
    const { code, said } = await on('e', { [DELAYS]: 'failed', 'CartTest::other': 'passed' });
    expect(said).toMatch(
      /Does not count: CartTest::adds an item \(flaky on 1 of 3 commits, quarantined: waits for a clock; platform has it until 2026-11-25T10:.*Z\)/,
    );
    expect(said).toMatch(/These alone may be retried, and they do not fail the build\.$/);
    expect(code).toBe(0);
    const both = await on('f', { [DELAYS]: 'failed', 'CartTest::other': 'failed' });
    expect(both.code).toBe(1);
    expect(both.said).toMatch(/^Counts: CartTest::other \(not known to be flaky\)$/m);
    expect(both.said).toMatch(/^Does not count: CartTest::adds an item/m);
  });

  test('in another variant it is another test', async () => {
    const { code, said } = await on('e', { [DELAYS]: 'failed' }, '--variant', 'node22');
    expect([code, said]).toEqual([1, expect.stringMatching(/item \[node22\] \(not known to be/)]);
  });

  test('its end is told once, in person, and its failures count again', async () => {
    await story.later('8d');
    await story.after('10s');
    const over = expect.stringMatching(/^The quarantine of CartTest::adds an item is over \(platf/);
    expect(direct(BO)).toEqual([over]);
    expect(direct(CHEN)).toEqual([expect.anything(), over]);
    await story.after('10s');
    expect(direct(BO)).toHaveLength(1);
    const { code, said } = await on('1', { [DELAYS]: 'failed' });
    expect(code).toBe(1);
    expect(said).toMatch(/its quarantine ended 2026-11-25T10:.*Z \(platform had it\)/);
  });

  test('it is quarantined by a press with a reason as well, and ended by another', async () => {
    await asks('/release flaky shop');
    await story.presses('bo', 'quarantine:1');
    await story.submits('bo', { because: 'still waits' });
    expect(story.told('bo').text).toMatch(/is in quarantine until .* and bo sees to it\.$/);
    await asks('/release flaky shop');
    await story.presses('bo', 'quarantine:end:1');
    expect(story.told('bo').text).toMatch(/ of shop count again\.$/);
    const words = (await story.fairway.records.ledger('tests:shop')).map(
      ({ body }) => body['what'],
    );
    expect(words.toReversed()).toEqual([
      ...['quarantined', 'quarantine-over', 'quarantined', 'quarantine-ended'],
    ]);
  });

  test('a runner that ends badly though no test failed, and a Fairway that is away', async () => {
    expect(await on('2', { [BREAKS]: 'passed' }, '--exit', '1')).toMatchObject({
      code: 1,
      said: expect.stringMatching(/The runner ended with 1 though no test .* not in them\.$/),
    });
    expect((await on('2', { [BREAKS]: 'passed' }, '--exit=0')).code).toBe(0);
    const server = createServer((_, response) => void response.writeHead(503).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const away = `--to=http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/ci`;
    const of = ['--service=shop', `--commit=${sha('3')}`, away];
    expect(await runs(report({ [BREAKS]: 'passed' }), ...of)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/does not take it now/),
    });
    expect(await runs(report({ [BREAKS]: 'failed' }), ...of)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Counts: .* \(nothing was answered of it\)/),
    });
  });

  test('what is not understood is not sent, and says what to type', async () => {
    const file = report({ [BREAKS]: 'passed' });
    const all = ['--service=shop', `--commit=${sha('4')}`, to()];
    const none = join(folder, 'none.xml');
    writeFileSync(none, '<testsuite name="unit"/>');
    writeFileSync(join(folder, 'latin.xml'), Buffer.from([0x3c, 0x61, 0xe9]));
    for (const [args, code, said] of [
      [all, 2, /^usage/],
      [[file, ...all, '--force'], 2, /^usage/],
      [[file, '--service=shop', to()], 2, /--commit must be a whole commit/],
      [[file, '--service=shop', '--commit=abc1234', to()], 2, /git rev-parse HEAD/],
      [[file, `--commit=${sha('4')}`, to()], 2, /--service is missing/],
      [[file, '--service=shop', `--commit=${sha('4')}`], 2, /--to must be the address of a hook/],
      [[file, ...all, '--variant=a b'], 2, /--variant must be one word/],
      [[file, ...all, '--exit=bad'], 2, /--exit must be/],
      [[join(folder, 'gone.xml'), ...all], 1, /gone\.xml cannot be read: ENOENT/],
      [[none, ...all], 1, /No test ran/],
      [[join(folder, 'latin.xml'), ...all], 1, /it is not UTF-8/],
      [
        [file, '--service=search', `--commit=${sha('4')}`, to()],
        1,
        /service.*is none that the pub/,
      ],
    ] as const)
      expect(await runs(...args)).toEqual({ code, said: expect.stringMatching(said) });
    vi.stubEnv('FAIRWAY_HOOK_SECRET', '');
    const lines: string[] = [];
    expect(await tests([file, ...all], (line) => void lines.push(line))).toBe(1);
    expect(lines.join(' ')).toMatch(/FAIRWAY_HOOK_SECRET/);
  });

  test('a run of many tests is told in parts, each of which is answered', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_500 }, (_, n) => [`Bulk::case ${n}`, 'passed'] as const),
    );
    const { code, said } = await on('5', { ...many, 'Bulk::last': 'failed' });
    expect(code).toBe(1);
    expect(said).toMatch(/^Fairway has what 2501 tests did/);
    expect(said).toMatch(/Counts: Bulk::last \(not known to be flaky\)/);
    expect((await on('5', { 'Bulk::case 7': 'failed' })).code).toBe(1);
    expect(await asks('/release flaky shop')).toMatch(/Bulk::case 7 \(flaky on 1 of 1 commit,/);
  });
});
