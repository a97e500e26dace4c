import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { AlertSource } from '../../src/domain/incident/source.ts';
import { traceOf } from '../../src/projections/trace.ts';
import { createCommandDeployer } from '../../src/providers/command/deployer.ts';
import { useStory } from './harness.ts';
import { listening } from './heard.ts';

const n = (i: number): string => String(i).padStart(2, '0');
/** Fifty secrets, each found again by its own number if it gets anywhere. */
const CANARIES: readonly string[] = Array.from({ length: 50 }, (_, i) => {
  const forms = [
    `xoxb-canary${n(i)}-abcdef123456`,
    `ghp_canary${n(i)}ABCDEFGHIJKLMNOP`,
    `glpat-canary${n(i)}abcdefghijkl`,
    `AKIACANARY${n(i)}ABCDEFGH`,
    `eyJcanary${n(i)}.eyJcanary${n(i)}.sig${n(i)}canary`,
    `https://deploy:canary${n(i)}@registry.example`,
    `Bearer canary${n(i)}.abcdef.123456`,
    `plain-canary${n(i)}-value`,
    `two words canary${n(i)} "quoted"`,
    `-----BEGIN PRIVATE KEY-----\ncanary${n(i)}\n-----END PRIVATE KEY-----`,
  ];
  return forms[i % forms.length] ?? '';
});
/** What no form gives away is known because a program or this process was given it. */
const FORMLESS = [7, 8];
const given = CANARIES.filter((_, i) => FORMLESS.includes(i % 10));
/** After so long by real time what a program printed is in its thread. */
const OUTPUT_MS = 2_500;
const FOUND = /canary\s?\d\d/i;

/** Programs that print all they know, and fail with it. */
const env = {
  PATH: process.env['PATH'],
  ...Object.fromEntries(CANARIES.map((value, i) => [`CANARY_TOKEN_${n(i)}`, value])),
};
const folder = await mkdtemp(join(tmpdir(), 'fairway-canaries-'));
const script = join(folder, 'tells-all');
/** Its last words, which people read on the card, are the trace and one of each form. */
const words = CANARIES.slice(0, 9).map((_, i) => `$CANARY_TOKEN_${n(i)}`);
const lines = ['#!/bin/sh', 'env', 'env >&2', `echo "under $TRACEPARENT: ${words.join(' ')}" >&2`];
await writeFile(script, [...lines, 'exit "$1"', ''].join('\n'), { mode: 0o755 });
afterAll(() => rm(folder, { recursive: true }));

const target = {
  resolve: ['true'],
  observe: [script, '1'],
  start: [script, '69'],
  shift: [script, '1'],
  finish: [script, '1'],
  env: Object.keys(env).filter((name) => name !== 'PATH'),
  timeout: '20s',
  dedup: 'key',
};

const ALERTS = AlertSource.parse({
  name: 'prometheus',
  kind: 'alertmanager',
  secrets: ['env:ALERTS'],
});

describe('7.1 fifty seeded secrets are nowhere', () => {
  const heard = listening(given);
  const story = useStory({
    hears: heard.log,
    rules: (catalog) => ({ ...catalog, alerts: [ALERTS], incidents: { channel: '#deploys' } }),
    patienceMs: 30_000,
    deployer: (world) => {
      const own = createCommandDeployer('command', {
        env,
        folder: '.',
        graceMs: 500,
        log: heard.log,
      });
      return {
        ...world,
        start: (call, artifact) => own.start({ ...call, placement: target }, artifact),
      };
    },
  });
  /** Every text that is kept: tables as they are, whatever their columns. */
  async function kept(): Promise<readonly string[]> {
    const { pool } = story.database;
    const tables = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    const texts = tables.rows.map(async ({ name }) => {
      const { rows } = await pool.query<{ text: string }>(
        `SELECT t::text AS text FROM "${name}" t`,
      );
      return rows.map(({ text }) => `${name}: ${text}`);
    });
    return (await Promise.all(texts)).flat();
  }

  test('a program that prints and fails with all of them; lines, ledger, messages', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    for (let turn = 0; turn < 4; turn += 1) await story.after('10s');
    await pause(OUTPUT_MS);
    await story.after('10s');
    const rows = await kept();
    expect(heard.lines().some(({ msg }) => msg === 'command ran')).toBe(true);
    const threads = rows.filter(
      (row) => row.startsWith('message:(output:') || row.startsWith('message: (output:'),
    );
    expect(threads.length).toBeGreaterThan(0);
    expect(rows.some((row) => row.startsWith('message:') && row.includes('[redacted]'))).toBe(true);
    expect(rows.filter((row) => FOUND.test(row))).toEqual([]);
    expect(heard.raw.filter((line) => FOUND.test(line))).toEqual([]);
    const d = await story.fairway.records.deployment('D-1');
    const stretches = d && traceOf(d, await story.fairway.records.ledger('D-1'));
    expect(stretches?.length).toBeGreaterThan(1);
    expect(JSON.stringify(stretches)).not.toMatch(FOUND);
    const trace = (await story.fairway.records.deployment('D-1'))?.trace ?? 'none';
    expect(story.texts().some((text) => text.includes(`under 00-${trace}-`))).toBe(true);
    const posted = story.slack.state().channels.flatMap(({ id }) => story.slack.messages(id));
    expect(posted.length).toBeGreaterThan(1);
    expect(posted.filter((message) => FOUND.test(JSON.stringify(message)))).toEqual([]);
  });

  test('pasted into a command: refused before anything is stored', async () => {
    const certain = CANARIES.filter((_, i) => ![6, ...FORMLESS, 9].includes(i % 10));
    expect(certain).toHaveLength(30);
    for (const secret of certain)
      await story.types('ana', `/deploy search@2.2.0 to staging because ${secret}`);
    expect(story.told('ana').text).toMatch(/holds what looks like a password or a token/);
    await story.mentions('ana', `deploy search@2.2.0 to staging because ${certain[0]}`);
    expect(story.texts('ana').some((text) => /deploy search@2\.2\.0.*under way/.test(text))).toBe(
      false,
    );
    expect((await kept()).filter((row) => FOUND.test(row))).toEqual([]);
    expect(heard.raw.filter((line) => FOUND.test(line))).toEqual([]);
  });

  test('in an alert, wherever its words stand: nowhere, and what is no secret is', async () => {
    const before = heard.raw.length;
    const at = new Date(story.now()).toISOString();
    const alerts = CANARIES.map((secret, i) => {
      // What no form gives away is known by what it is called.
      const said = FORMLESS.includes(i % 10) ? 'nothing' : secret;
      return {
        ...{ status: 'firing', startsAt: at, endsAt: '0001-01-01T00:00:00Z' },
        labels: {
          ...{ alertname: `Leak${i} ${said}`, service: 'search', env: 'staging' },
          ...{ severity: 'critical', [`canary_token_${n(i)}`]: secret, pod: `pod of ${said}` },
        },
        annotations: { summary: `it printed ${said} twice`, description: said },
        generatorURL: `https://deploy:canary${n(i)}@prometheus.example/graph?access_token=canary${n(i)}`,
        fingerprint: `f${i}`,
      };
    });
    const body = { version: '4', groupKey: `{} ${CANARIES[0]}`, externalURL: 'http://am:9093' };
    expect(await story.posts('prometheus', { ...body, truncatedAlerts: 5, alerts })).toBe(202);
    await story.types('ana', '/release incidents list');
    await story.types('ana', '/release retro INC-1');
    const [incident] = await story.fairway.records.incidents({ limit: 1 });
    expect(incident?.alerts).toHaveLength(50);
    expect(incident?.alerts.find(({ fingerprint }) => fingerprint === 'f3')).toMatchObject({
      name: 'Leak3 [redacted]',
      summary: 'it printed [redacted] twice',
      url: 'https://prometheus.example/graph?access_token=[redacted]',
      labels: { service: 'search', canary_token_03: '[redacted]' },
    });
    expect(incident?.alerts.find(({ fingerprint }) => fingerprint === 'f7')?.summary).toBe(
      'it printed nothing twice',
    );
    expect(story.reads(story.message(/^INC-1, open/))).toMatch(
      /told of 5 more at once than are read/,
    );
    // The names of the labels carry a number of their own.
    const hits = (all: readonly string[]) =>
      all.filter((one) => FOUND.test(one.replaceAll(/canary_token_\d\d/gi, '')));
    expect(hits(await kept())).toEqual([]);
    expect(hits(heard.raw.slice(before))).toEqual([]);
    const posted = story.slack.state().channels.flatMap(({ id }) => story.slack.messages(id));
    const ours = posted.filter(({ bot }) => bot);
    expect(ours.length).toBeGreaterThan(1);
    expect(hits(ours.map((message) => JSON.stringify(message)))).toEqual([]);
    expect(hits([story.told('ana').text, story.reads(story.told('ana'))])).toEqual([]);
  });

  test('logged as a field, in an error, deep inside or as a name: taken out of the line', () => {
    const before = heard.raw.length;
    for (const secret of CANARIES) {
      heard.log.warn({ error: `it said ${secret}` }, 'a turn failed');
      heard.log.error({ err: new Error(`connecting: ${secret}`) }, 'a listener failed');
      heard.log.info({ deep: [{ list: [secret] }], [secret]: 1 }, 'odd');
    }
    const lines = heard.raw.slice(before);
    expect(lines).toHaveLength(150);
    expect(lines.filter((line) => FOUND.test(line))).toEqual([]);
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    // What nobody would take for a secret is left as it is.
    heard.log.info({ to: 'ana@example.org', url: 'http://127.0.0.1:8080/x' }, 'fine');
    expect(heard.raw.at(-1)).toContain('"to":"ana@example.org","url":"http://127.0.0.1:8080/x"');
  });
});
