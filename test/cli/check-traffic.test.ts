import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { ORGANISATION, providers, SHOP, swap } from '../config/sources.ts';

/** Seconds, fine enough that answers half as long again lie beyond others. */
const EDGES = Array.from({ length: 40 }, (_, i) => Number((0.02 * 1.12 ** i).toPrecision(3)));

/** A Prometheus that has seen so many requests a minute of every service, one in a thousand failing. */
async function prometheus(perMinute: number) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { query = '', time = '0' } = Object.fromEntries(new URLSearchParams(body));
    asked.push(query);
    const hour = perMinute * 60;
    const series = (total: number, le?: string) => ({
      metric: { version: '1.0.0', ...(le === undefined ? {} : { le }) },
      values: [
        [Number(time) - 3_700, '0'],
        [Number(time) - 1, `${total}`],
      ],
    });
    const latency = [
      ...EDGES.map((le) => series(hour * (1 - Math.exp(-le / 0.1)), `${le}`)),
      series(hour, '+Inf'),
    ];
    const counted = [series(query.includes('5..') ? hour / 1_000 : hour)];
    const result = query.includes('_bucket') ? latency : counted;
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}

interface Asked {
  readonly required?: boolean | undefined;
  readonly judge?: string;
  readonly flags?: readonly string[];
}

/** The exit code and what is said after the first line, of a folder whose production is measured there. */
async function checked(
  url: string | null,
  { required, judge = '10m', flags = ['--traffic'] }: Asked = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'fairway-check-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const signals = `, signals: { kind: prometheus, url: '${url}', private: true }`;
  const aliases = ', aliases: [prod]';
  const organisation = swap(ORGANISATION, aliases, `${aliases}${url === null ? '' : signals}`);
  const more = `judge: ${judge}${required === undefined ? '' : `, requirePower: ${required}`}`;
  await mkdir(join(folder, 'services'));
  await writeFile(join(folder, 'fairway.yaml'), organisation);
  await writeFile(
    join(folder, 'services', 'shop.yaml'),
    swap(SHOP, '[10, 50]', `[10, 50], ${more}`),
  );
  const lines: string[] = [];
  const code = await check([folder, ...flags], (line) => lines.push(line), providers);
  const said = lines.map((line) => line.replaceAll(folder, '.'));
  return { code, said: flags.includes('--json') ? said : said.slice(1) };
}

describe('4.4 fairway check --traffic', () => {
  test('enough: in how many of 100 rollouts it is seen, in the words of a preview', async () => {
    const { url } = await prometheus(6_000);
    const { code, said } = await checked(url, { required: true });
    expect(said).toEqual([
      expect.stringMatching(
        /^shop in production: On 6,000 requests a minute \(the same hour a week ago\), it sees errors rising from 0\.1 % to \S+ % in 99 of 100 rollouts \(.* at 10 % for 10 minutes, .* at 50 % for 10 minutes\); answers that take \S+ times as long in 99 of 100/,
      ),
    ]);
    expect(code).toBe(0);
  });

  test('too little is a fault, unless somebody said that it is known', async () => {
    const { url } = await prometheus(30);
    for (const required of [undefined, true]) {
      const { code, said } = await checked(url, { required });
      expect(said).toEqual([
        expect.stringMatching(/^\.\/services\/shop\.yaml:1:10: service shop in production: too/),
      ]);
      expect(code).toBe(1);
    }
  });

  test('too little, and known: a warning at the line of the service, how long would do, and what fits', async () => {
    const { url } = await prometheus(30);
    const { code, said } = await checked(url, { required: false });
    expect(said).toEqual([
      expect.stringMatching(
        /^\.\/services\/shop\.yaml:1:10: warning: service shop in production: too little traffic for its judges\. On 30 requests a minute .* in \d+ of 100 rollouts .* Write judge: \d+m for 80 of 100, or choose --strategy rolling or blue-green/,
      ),
    ]);
    expect(code).toBe(0);
  });

  test('the time it advises is enough', async () => {
    const { url } = await prometheus(300);
    const { code, said } = await checked(url, { required: true });
    expect(code).toBe(1);
    const [, judge = ''] = /Write judge: (\d+m)/.exec(said.join('\n')) ?? [];
    expect(await checked(url, { required: true, judge })).toMatchObject({ code: 0 });
  });

  test.each([
    [undefined, 0, 'warning: ', ''],
    [false, 0, 'warning: ', ''],
    [true, 1, '', ' Choose --strategy rolling or blue-green\\.'],
  ])(
    'a source that does not answer, power required %s: exit %i',
    async (required, exit, kind, remedy) => {
      const gone = await prometheus(30);
      await gone.close();
      const { code, said } = await checked(gone.url, { required });
      expect(said.join('\n')).toMatch(
        new RegExp(
          `shop\\.yaml:1:10: ${kind}service shop in production: What this canary would see is not known: its traffic could not be read: .* cannot be reached .*\\.${remedy}$`,
        ),
      );
      expect(code).toBe(exit);
    },
  );

  test('what counts only beside a running Fairway is not asked', async () => {
    const { code, said } = await checked(null);
    expect(said.join('\n')).toMatch(/not known: fleet measures only for a Fairway that runs/);
    expect(code).toBe(0);
  });

  test('programs are told of each canary, and whether it would be refused', async () => {
    const { url } = await prometheus(30);
    const { code, said } = await checked(url, { required: true, flags: ['--traffic', '--json'] });
    expect(JSON.parse(said[0] ?? '')).toMatchObject({
      ok: false,
      faults: [],
      canaries: [
        { service: 'shop', environment: 'production', sees: 'too little', refused: true, line: 1 },
      ],
    });
    expect(code).toBe(1);
  });

  test('without the flag no source is asked, and a fault is told before any is', async () => {
    const { url, asked } = await prometheus(30);
    expect(await checked(url, { required: true, flags: [] })).toEqual({ code: 0, said: [] });
    expect((await checked(`${url}/?a=b`)).code).toBe(1);
    expect(asked).toEqual([]);
    await checked(url);
    expect(asked.length).toBeGreaterThan(0);
  });
});
