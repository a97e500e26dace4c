import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readDatabase } from '../../src/config/env/database.ts';
import { sayVariableFault } from '../../src/config/env/variable-fault.ts';
import { type EnvRead, readEnvironment } from '../../src/config/env.ts';
import { type Secret, seal } from '../../src/config/secret.ts';

const http = {
  SLACK_BOT_TOKEN: 'xoxb-1111-abcdef',
  SLACK_SIGNING_SECRET: 'a'.repeat(32),
  DATABASE_URL: 'postgres://fairway:hunter2@db/fairway',
  FAIRWAY_CONFIG: '/etc/fairway',
};
const { SLACK_SIGNING_SECRET: _, ...rest } = http;
const socket = { ...rest, SLACK_APP_TOKEN: 'xapp-1-A1-2222-cccc' };

function faulty(read: EnvRead): readonly string[] {
  return read.ok ? [] : read.faults.map((fault) => fault.variable);
}

function settings(read: EnvRead) {
  if (!read.ok) throw new Error(read.faults.map(sayVariableFault).join('\n'));
  return read.settings;
}

describe('the sandbox', () => {
  test('is what an empty environment asks for', () => {
    expect(settings(readEnvironment({}))).toEqual({
      mode: 'sandbox',
      role: 'all',
      port: 3000,
      host: '127.0.0.1',
      stateFolder: '.fairway',
      configFolder: 'examples/acme',
      secondFactorKey: null,
      signingKey: null,
      url: null,
      telemetry: { events: null, source: 'urn:fairway', traces: false },
      configRef: null,
      configRepository: null,
      logLevel: 'info',
      notes: [],
    });
  });

  test('has a database, a queue and a key of its own, and says what of yours it does not use', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    const env = { REDIS_URL: 'redis://cache', FAIRWAY_SECOND_FACTOR_KEY: key };
    expect(settings(readEnvironment(env)).notes).toEqual([
      expect.stringMatching(/^REDIS_URL is set but not used: .*this is the sandbox$/),
      expect.stringMatching(/^FAIRWAY_SECOND_FACTOR_KEY is set but not used: .*the sandbox$/),
    ]);
  });

  test('can be moved, by variables and by flags that go before them', () => {
    const env = { PORT: '4000', FAIRWAY_HOST: '::1', FAIRWAY_DATA: '/d', LOG_LEVEL: 'warn' };
    const argv = ['--port', '5000', '--config=other'];
    expect(settings(readEnvironment(env, argv))).toMatchObject({
      port: 5000,
      host: '::1',
      stateFolder: '/d',
      configFolder: 'other',
      configRef: null,
      logLevel: 'warn',
    });
  });

  test('says that it does not use Redis', () => {
    expect(settings(readEnvironment({ REDIS_URL: 'redis://r' })).notes).toHaveLength(1);
  });

  test('plays every role', () => {
    expect(faulty(readEnvironment({ FAIRWAY_ROLE: 'worker' }))).toEqual(['FAIRWAY_ROLE']);
    expect(settings(readEnvironment({ FAIRWAY_ROLE: 'all' })).mode).toBe('sandbox');
  });

  test('is also what empty variables ask for', () => {
    expect(settings(readEnvironment({ SLACK_BOT_TOKEN: '', DATABASE_URL: ' ' })).mode).toBe(
      'sandbox',
    );
  });
});

describe('real credentials', () => {
  test('over HTTP', () => {
    const read = settings(readEnvironment({ ...http, FAIRWAY_ROLE: 'web' }));
    if (read.mode !== 'real' || read.slack.transport !== 'http') throw new Error(read.mode);
    expect(read).toMatchObject({ role: 'web', host: '0.0.0.0', redisUrl: null, notes: [] });
    expect(read.slack.botToken.reveal()).toBe(http.SLACK_BOT_TOKEN);
    expect(read.slack.signingSecret.reveal()).toBe(http.SLACK_SIGNING_SECRET);
    expect(read.slack.apiUrl).toBeNull();
    expect(read.databaseUrl.reveal()).toBe(http.DATABASE_URL);
  });

  test('over Socket Mode, which an app token chooses', () => {
    const read = settings(readEnvironment({ ...http, ...socket, REDIS_URL: 'rediss://r:1' }));
    if (read.mode !== 'real' || read.slack.transport !== 'socket') throw new Error(read.mode);
    expect(read.slack.appToken.reveal()).toBe(socket.SLACK_APP_TOKEN);
    expect(read.redisUrl?.reveal()).toBe('rediss://r:1');
    expect(read.notes).toEqual([expect.stringContaining('SLACK_SIGNING_SECRET')]);
    expect(settings(readEnvironment(socket)).notes).toEqual([]);
  });

  test.each(['http://localhost:9/api', 'http://localhost:9/api/', 'http://localhost:9/api//'])(
    'SLACK_API_URL %s has one slash at its end',
    (url) => {
      const read = settings(readEnvironment({ ...http, SLACK_API_URL: url }));
      expect(read.mode === 'real' && read.slack.apiUrl).toBe('http://localhost:9/api/');
    },
  );

  test('from files, as Docker and Kubernetes hand them over', () => {
    const { SLACK_BOT_TOKEN: token, ...others } = http;
    const env = { ...others, SLACK_BOT_TOKEN_FILE: '/run/secrets/bot' };
    const files = (path: string): string => (path === '/run/secrets/bot' ? `${token}\n` : '');
    const read = settings(readEnvironment(env, [], files));
    expect(read.mode === 'real' && read.slack.botToken.reveal()).toBe(token);
    expect(faulty(readEnvironment({ ...env, SLACK_BOT_TOKEN: token }, [], files))).toEqual([
      'SLACK_BOT_TOKEN',
    ]);
    const [fault] = faultsOf(readEnvironment({ ...others, SLACK_BOT_TOKEN_FILE: '/no/such/file' }));
    expect(fault).toContain(
      'SLACK_BOT_TOKEN_FILE names /no/such/file, which cannot be read (ENOENT)',
    );
  });
});

function faultsOf(read: EnvRead): readonly string[] {
  return read.ok ? [] : read.faults.map(sayVariableFault);
}

describe('everything wrong is named at once', () => {
  const TRANSPORT = 'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN';

  test.each([
    [{ SLACK_BOT_TOKEN: http.SLACK_BOT_TOKEN }, [TRANSPORT, 'DATABASE_URL', 'FAIRWAY_CONFIG']],
    [{ DATABASE_URL: http.DATABASE_URL }, ['SLACK_BOT_TOKEN', TRANSPORT, 'FAIRWAY_CONFIG']],
    [
      { SLACK_APP_TOKEN: 'xoxb-1-2-3' },
      ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN', 'DATABASE_URL', 'FAIRWAY_CONFIG'],
    ],
    [{ ...http, DATABASE_URL: 'mysql://db' }, ['DATABASE_URL']],
    [{ ...http, SLACK_BOT_TOKEN: 'xoxp-1111-user' }, ['SLACK_BOT_TOKEN']],
    [{ ...http, SLACK_SIGNING_SECRET: 'short' }, ['SLACK_SIGNING_SECRET']],
    [{ ...http, REDIS_URL: 'localhost:6379', PORT: '70000' }, ['REDIS_URL', 'PORT']],
    [{ ...http, FAIRWAY_ROLE: 'wroker', LOG_LEVEL: 'verbose' }, ['FAIRWAY_ROLE', 'LOG_LEVEL']],
    [{ PORT: '-1' }, ['PORT']],
    [{ FAIRWAY_DTA: 'x', SLACK_BOT_TOKN: 'y' }, ['FAIRWAY_DTA', 'SLACK_BOT_TOKN']],
    [{ FAIRWAY_UNRELATED_THING: 'x' }, []],
  ])('%j', (env, expected) => {
    expect(faulty(readEnvironment(env))).toEqual(expected);
  });

  test('flags too', () => {
    const argv = ['--prot', '1', '--data', '--host=', 'extra', '--port'];
    expect(faulty(readEnvironment({}, argv))).toEqual([
      '--prot',
      '--data',
      'extra',
      '--port',
      'FAIRWAY_HOST',
    ]);
    expect(faultsOf(readEnvironment({}, ['--prot=1']))).toEqual([
      expect.stringContaining('Example: --port …'),
    ]);
  });

  test('in words: what, why, and a value that would do', () => {
    expect(faultsOf(readEnvironment({ SLACK_BOT_TOKEN: http.SLACK_BOT_TOKEN })).at(1)).toBe(
      'DATABASE_URL: it is not set. SLACK_BOT_TOKEN is set, so this is not the sandbox (unset it ' +
        'if it should be), and everything is kept in PostgreSQL. ' +
        'Example: DATABASE_URL=postgres://fairway:password@db:5432/fairway',
    );
  });

  test('but never a secret', () => {
    const odd = {
      SLACK_BOT_TOKEN: 'oops-s3cr3t',
      SLACK_APP_TOKEN: 's3cr3t',
      DATABASE_URL: 's3cr3t',
    };
    expect(faultsOf(readEnvironment({ ...odd, REDIS_URL: 's3cr3t' })).join()).not.toContain(
      's3cr3t',
    );
    expect(faultsOf(readEnvironment({ PORT: 'http' })).join()).toContain('"http"');
  });
});

describe('a secret', () => {
  const secret: Secret = seal('hunter2');

  test.each([
    ['String', String(secret)],
    ['a template', `${secret}`],
    ['JSON', JSON.stringify(secret)],
    ['inspect', inspect(secret, { depth: 9, showHidden: true })],
    ['inspect within', inspect({ secret }, { depth: 9, showHidden: true })],
    ['its properties', JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(secret)))],
  ])('does not show itself by %s', (_how, shown) => {
    expect(shown).not.toContain('hunter2');
  });

  test('is shown as what it is', () => {
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })]).toEqual([
      '[secret]',
      '{"secret":"[secret]"}',
      '{ secret: [secret] }',
    ]);
    expect(secret.reveal()).toBe('hunter2');
  });

  test('stays one within settings that are logged', () => {
    const read = settings(readEnvironment(http));
    for (const shown of [JSON.stringify(read), inspect(read, { depth: 9 })]) {
      expect(shown).not.toMatch(/xoxb|aaaa|hunter2/);
    }
  });
});

describe('what a verb reads that only works on the database', () => {
  const DATABASE_URL = 'postgres://u:hidden@db/fairway';

  test('its address, and whether the queues are there', () => {
    const read = readDatabase({ DATABASE_URL, SLACK_BOT_TOKEN: 'nonsense' });
    expect(read.ok && [read.databaseUrl.reveal(), read.redisUrl]).toEqual([DATABASE_URL, null]);
    const both = readDatabase({ DATABASE_URL, REDIS_URL: 'redis://cache' });
    expect(both.ok && both.redisUrl?.reveal()).toBe('redis://cache');
    const file = readDatabase({ DATABASE_URL_FILE: '/secret' }, () => `${DATABASE_URL}\n`);
    expect(file.ok && file.databaseUrl.reveal()).toBe(DATABASE_URL);
  });

  test.each([
    [{}, 'it is not set'],
    [{ DATABASE_URL: 'mysql://u:hidden@db' }, 'the value does not look right'],
  ])('%j is refused: %s', (env, what) => {
    const read = readDatabase(env);
    expect(read).toEqual({ ok: false, faults: [expect.objectContaining({ what })] });
    expect(JSON.stringify(read)).not.toContain('hidden');
  });
});
