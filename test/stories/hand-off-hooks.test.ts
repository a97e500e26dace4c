import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { mark } from '../../src/cli/mark.ts';
import { Publisher } from '../../src/domain/governance/publication.ts';
import { useStory } from './harness.ts';

const publishes = ['checkout', 'search'].map((service) => ({
  repository: `acme/${service}`,
  service,
}));
const tells = (name: string, map: Record<string, string>): Publisher =>
  Publisher.parse({ name, kind: 'generic', secrets: ['env:HOOK'], publishes, map });

describe('1.3 machines tell that an artifact is built and scanned', () => {
  const ci = tells('ci', {});
  const scanner = tells('scanner', { mark: 'body.stage', report: 'body.report' });
  const story = useStory({ rules: (catalog) => ({ ...catalog, publishers: [ci, scanner] }) });
  const image = (tag: string, service = 'checkout') => ({ repository: `acme/${service}`, tag });
  const scanned = (tag: string, report: string) => ({ ...image(tag), stage: 'scanned', report });
  const shown = async (id: string) => {
    await story.types('ana', `/release show ${id}`);
    return story.reads({ blocks: story.told('ana').blocks }).replace(/\s+/g, ' ');
  };
  const ledger = async (artifact: string) =>
    (await story.fairway.records.ledger(`artifact:${artifact}`))
      .map(({ body: { what, by } }) => `${what} by ${by}`)
      .toReversed();

  test('what is published is built, once, where its service has clocks', async () => {
    expect(await story.posts('ci', image('1.4.3'), 'guess')).toBe(401);
    expect(await ledger('checkout@1.4.3')).toEqual([]);
    expect(await story.posts('ci', image('1.4.3'))).toBe(202);
    expect(await story.posts('ci', image('1.4.3'))).toBe(202);
    expect(await story.posts('ci', { ...image('1.4.3'), delivery: 2 })).toBe(202);
    expect(await ledger('checkout@1.4.3')).toEqual(['marked-built by hook:ci']);
    await story.posts('ci', image('2.1.0', 'search'));
    expect(await ledger('search@2.1.0')).toEqual([]);
  });

  test('what no registry knows is looked for each minute, and then is marked by nobody', async () => {
    await story.posts('ci', image('7.0.0'));
    for (let minute = 0; minute < 17; minute += 1) await story.after('61s');
    expect(await ledger('checkout@7.0.0')).toEqual([]);
    expect(await story.fairway.records.handOff('checkout', '7.0.0')).toBeNull();
    const open = await story.database.pool.query(`SELECT id FROM inbox WHERE done_at IS NULL`);
    expect(open.rows).toEqual([]);
  });

  test('what comes later, and a registry that is away, are waited for', async () => {
    story.world.setRegistry(false);
    expect(await story.posts('ci', image('1.4.2'))).toBe(202);
    await story.later('20m');
    expect(await ledger('checkout@1.4.2')).toEqual([]);
    story.world.setRegistry(true);
    await story.after('61s');
    await story.after('61s');
    expect(await ledger('checkout@1.4.2')).toEqual(['marked-built by hook:ci']);
  });

  test('a scanner tells its own, with a report; that asks for no version', async () => {
    const report = 'https://scans.example/1.4.3';
    expect(await story.posts('scanner', scanned('1.4.3', 'ask the scanner'))).toBe(400);
    expect(await story.posts('scanner', { ...scanned('1.4.3', report), stage: 'fine' })).toBe(400);
    expect(await story.posts('scanner', image('1.4.3'))).toBe(400);
    await story.types(
      'ana',
      '/release schedule checkout to staging when published because "each release"',
    );
    expect(story.message(/^Schedule S-1/).text).toMatch(/waits to be told of a version/);
    await story.later('26h');
    expect(await story.posts('scanner', scanned('1.4.3', report))).toBe(202);
    expect(await story.posts('scanner', scanned('1.4.3', report))).toBe(202);
    expect((await ledger('checkout@1.4.3')).at(-1)).toBe('marked-scanned by hook:scanner');
    const row = await story.fairway.records.handOff('checkout', '1.4.3');
    expect(row?.marks.map((one) => one.report)).toEqual([null, report]);
    const ordered = await story.fairway.records.schedule('S-1');
    expect([ordered?.id, ordered?.heard ?? null]).toEqual(['S-1', null]);
  });

  test('its deployments show when each was, and how late', async () => {
    await story.types('ana', '/deploy checkout@1.4.3 to staging');
    await story.types('ana', '/deploy search@2.1.0 to staging');
    expect(await shown('D-1')).toMatch(
      /Hand-offs: built .* , scanned .* \(late by 2 hours \d+ minutes\)/,
    );
    expect(await shown('D-2')).not.toMatch(/Hand-offs/);
  });
});

describe('1.3 a job of CI tells it by command', () => {
  const map = {
    repository: 'body.service',
    tag: 'body.version',
    mark: 'body.mark',
    report: 'body.report',
  };
  const own = ['checkout', 'search'].map((service) => ({ repository: service, service }));
  const job = {
    ...tells('ci-jobs', map),
    publishes: own.map((one) => ({ ...one, tag: '{version}' })),
  };
  const story = useStory({
    rules: (catalog) => ({ ...catalog, publishers: [job, tells('plain', {})] }),
  });
  const marks = async (artifact: string) =>
    (await story.fairway.records.ledger(`artifact:${artifact}`)).map(
      ({ body: { what, by } }) => `${what} by ${by}`,
    );
  async function runs(...args: readonly string[]) {
    const lines: string[] = [];
    const code = await mark(args, (line) => void lines.push(line), [1, 1]);
    await story.settle();
    return { code, said: lines.join(' ') };
  }
  const to = (name: string) => `--to=${story.hookAt(name).url}`;
  const secret = (is: string) => vi.stubEnv('FAIRWAY_HOOK_SECRET', is);
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('built, then scanned with its report, each once', async () => {
    secret(story.hookAt('ci-jobs').token);
    const report = 'https://scans.example/1.4.3';
    expect(await runs('checkout@1.4.3', 'built', to('ci-jobs'))).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Fairway has it and marks checkout 1\.4\.3 built/),
    });
    for (const _ of [1, 2]) {
      await runs('checkout@1.4.3', 'scanned', to('ci-jobs'), `--report=${report}`);
    }
    expect(await marks('checkout@1.4.3')).toEqual([
      'marked-scanned by hook:ci-jobs',
      'marked-built by hook:ci-jobs',
    ]);
    const row = await story.fairway.records.handOff('checkout', '1.4.3');
    expect(row?.marks.map((one) => one.report)).toEqual([null, report]);
  });

  test('a wrong secret, an unknown publisher, and one with another map take nothing, and say why', async () => {
    secret('this is the secret of another');
    const unproved = { code: 1, said: expect.stringMatching(/not proved/) };
    expect(await runs('checkout@1.4.2', 'built', to('ci-jobs'))).toMatchObject(unproved);
    secret(story.hookAt('plain').token);
    expect(await runs('checkout@1.4.2', 'built', to('nobody'))).toMatchObject(unproved);
    expect(await runs('checkout@1.4.2', 'scanned', to('plain'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /"plain" does not understand it \(.*published.*\)\. It must have\n {2}map: \{ repository: body\.service/,
      ),
    });
    expect(await marks('checkout@1.4.2')).toEqual([]);
  });

  test('what is not understood is not sent', async () => {
    secret('');
    const hook = to('ci-jobs');
    expect((await runs('checkout@1.4.2', 'built', hook)).said).toMatch(/FAIRWAY_HOOK_SECRET/);
    secret(story.hookAt('ci-jobs').token);
    for (const [args, said] of [
      [['checkout', 'built', hook], /^usage/],
      [['checkout@1.4.2', 'scaned', hook], /Did you mean scanned\?/],
      [['checkout@1.4.2', 'live', hook], /There are built and scanned/],
      [['checkout@1.4.2', 'built'], /--to must be/],
      [['checkout@1.4.2', 'built', '--to=ftp://fairway/hooks/ci'], /--to must be/],
      [['checkout@1.4.2', 'built', hook, '--report=see the scanner'], /--report must be/],
      [['checkout@1.4.2', 'built', hook, '--force'], /unknown argument/],
    ] as const) {
      expect(await runs(...args)).toEqual({ code: 2, said: expect.stringMatching(said) });
    }
    expect(await marks('checkout@1.4.2')).toEqual([]);
  });

  test('a Fairway that cannot answer now is asked three times; a redirect is not followed', async () => {
    secret(story.hookAt('ci-jobs').token);
    let asked = 0;
    const answers = [503, 503, 202, 307];
    const server = createServer((_, response) => {
      response.writeHead(answers[asked] ?? 500, { location: story.hookAt('ci-jobs').url }).end();
      asked += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `--to=http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/ci-jobs`;
    expect((await runs('checkout@1.4.2', 'built', url)).code).toBe(0);
    expect(asked).toBe(3);
    expect(await runs('checkout@1.4.2', 'built', url)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/answered 307/),
    });
    expect(await runs('checkout@1.4.2', 'built', url)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/does not take it now.*Nothing was marked/),
    });
    expect(await marks('checkout@1.4.2')).toEqual([]);
  });
});
