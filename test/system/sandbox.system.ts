import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { processesNaming } from './processes.ts';
import { get, type Program, startPrograms, until } from './program.ts';
import { control, messages, ready, shows } from './sandbox-desk.ts';

const programs = startPrograms();
afterAll(() => programs.clear());

function sandbox(folder: string, env: NodeJS.ProcessEnv = {}, group = false): Program {
  const own = { FAIRWAY_DATA: folder, PORT: '0', FAIRWAY_CHANGES_SECRET: 'try-it' };
  return programs.run(['start'], { ...own, ...env }, { group });
}

describe('a sandbox, from its first start to its last', () => {
  const folder = programs.folder();
  let url = '';
  let program: Program;
  let phones = '';
  // As a first start leaves it that was killed while it made the database.
  write(folder, 'postgres/cluster/PG_VERSION', '18\n');

  test('the first start prints one address and three commands, and is ready', async () => {
    program = sandbox(folder);
    url = await ready(program);
    const lines = program.text().trim().split('\n');
    expect(lines.filter((line) => line.includes('http'))).toHaveLength(1);
    expect(lines.filter((line) => /^ {2}\/(deploy|release)/.test(line))).toHaveLength(3);
    expect(program.text()).toContain('removed a half-written database of an earlier start');
    const health = JSON.parse((await get(`${url}/healthz`))?.text ?? '');
    expect(health).toMatchObject({ status: 'ready', parts: { fleet: 'ok', database: 'ok' } });
    for (const secret of ['second-factor.key', 'phones.json', 'signing-key.pem']) {
      expect([secret, statSync(join(folder, secret)).mode & 0o777]).toEqual([secret, 0o600]);
    }
    phones = readFileSync(join(folder, 'phones.json'), 'utf8');
  });

  test('a second one on the same folder is told where the first answers', async () => {
    const second = sandbox(folder);
    expect(await second.end()).toBe(1);
    expect(second.text().trim()).toBe(
      `Fairway is already running with this data folder (process ${program.pid}, ${url}). Stop it or set FAIRWAY_DATA.`,
    );
  });

  test('a deployment goes through, and is stopped in the middle by SIGTERM: exit 0, nothing left', async () => {
    await control(url, 'message', { text: 'good morning' });
    await control(url, 'command', { command: '/deploy', text: 'shop@1.1.0 to staging' });
    await shows(url, /^shop 1\.1\.0 to staging/);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.text()).toContain('Stopping (SIGTERM)');
    expect(processesNaming(folder)).toEqual([]);
  });

  test('a second start remembers, and goes on with the same card', async () => {
    program = sandbox(folder);
    url = await ready(program);
    await shows(url, /good morning/);
    const card = await shows(url, /^shop 1\.1\.0 to staging: succeeded/);
    const cards = (await messages(url)).filter(({ text }) => text.startsWith('shop 1.1.0 to'));
    expect(cards.map(({ ts }) => ts)).toEqual([card.ts]);
  });

  test('what loosens takes the code of a phone that was enrolled at the first start', async () => {
    expect(readFileSync(join(folder, 'phones.json'), 'utf8')).toBe(phones);
    const release = async (user: string, text: string) =>
      control(url, 'command', { user, command: '/release', text });
    await release('U0ANA00001', 'blackout add shop in production for 1h because "INC-1"');
    await shows(url, /^shop in production is closed until/);
    await release('U0CHEN0001', 'blackout end shop in production');
    await shows(url, /takes the six digits your authenticator shows/);
    const { text = '' } = (await get(`${url}/_control/phone/U0CHEN0001`)) ?? {};
    const { code } = JSON.parse(text).phone;
    await release('U0CHEN0001', `confirm ${code} then "/release blackout end shop in production"`);
    await shows(url, /is open again/);
  });

  test('what a version is built of and its rules deny is named, and followed up', async () => {
    await control(url, 'command', { command: '/deploy', text: 'checkout@1.5.0-errors to staging' });
    const denied =
      /: The validation "parts": postcodes 2\.0\.0 is under AGPL-3\.0-only, which is denied; @acme\/forms went back from 1\.8\.0 to 1\.7\.3\. Against 1\.4\.1: .*platform follows it up/;
    await shows(url, denied);
    await shows(url, /^checkout 1\.5\.0-errors to staging: succeeded/);
  });

  test('of a flag that a machine tells it was flipped it says so when something goes wrong', async () => {
    const [, hooks = ''] = await program.says(/ (127\.0\.0\.1:\d+\/hooks\/)<name>/);
    const flag = { kind: 'flag', name: 'new-basket', service: 'shop', environment: 'production' };
    const tells = async (id: string, says: string, secret = 'try-it') => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ ...flag, id, says });
      return (await fetch(`http://${hooks}changes`, { method: 'POST', headers, body })).status;
    };
    expect(await tells('1', 'turned on', 'guess')).toBe(401);
    expect(await tells('1', 'turned on')).toBe(202);
    const text = 'incident open shop in production because "payments fail"';
    await control(url, 'command', { command: '/release', text });
    const cause = /^Possible cause for INC-1: flag new-basket turned on in production/;
    await shows(url, cause, 'incidents');
    expect(await tells('2', 'turned off')).toBe(202);
    await shows(url, /^Possible cause .*E-1 was changed there again \(E-2\)/, 'incidents');
  });

  test('kill -9: the next start takes over lock and database, and remembers', async () => {
    program.kill('SIGKILL');
    expect(await program.end()).toBe('SIGKILL');
    program = sandbox(folder, { LOG_LEVEL: 'info' });
    url = await ready(program);
    expect(program.text()).toContain('adopted the PostgreSQL left by a killed run');
    await shows(url, /^shop 1\.1\.0 to staging: succeeded/);
    await control(url, 'command', { command: '/deploy', text: 'search@2.1.0 to staging' });
    await shows(url, /^search 2\.1\.0 to staging: succeeded/);
  });

  test('without its fleet it is not ready, and says why', async () => {
    const main = processesNaming(folder).find((pid) => pid !== program.pid && isFleet(pid));
    expect(main).toBeDefined();
    process.kill(main ?? 0, 'SIGKILL');
    const sick = await until(async () => {
      const answer = await get(`${url}/healthz`);
      return answer?.status === 503 ? answer : null;
    });
    expect(JSON.parse(sick.text)).toMatchObject({ parts: { fleet: 'it does not answer' } });
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(processesNaming(folder)).toEqual([]);
  });

  test('Ctrl-C, which npm repeats at once, finishes in good order', async () => {
    program = sandbox(folder, {}, true);
    await ready(program);
    process.kill(-program.pid, 'SIGINT');
    program.kill('SIGINT');
    expect(await program.end()).toBe(0);
    expect(processesNaming(folder)).toEqual([]);
  });

  test('a signal in the middle of a start undoes it', async () => {
    program = sandbox(folder);
    await until(() => existsSync(join(folder, 'fairway.lock')));
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
    expect(program.text()).toMatch(/^(Stopped before it was ready|.*Stopping)/s);
    expect(processesNaming(folder)).toEqual([]);
  });

  test('files torn by a power cut: what can be read is kept', async () => {
    write(folder, 'fleet/fleet.json', '{"format":1,"ta');
    appendFileSync(join(folder, 'slack.jsonl'), '{"kind":"mess');
    program = sandbox(folder);
    url = await ready(program);
    await shows(url, /good morning/);
    program.kill('SIGTERM');
    expect(await program.end()).toBe(0);
  });

  test('a workspace damaged in the middle is a sentence', async () => {
    write(folder, 'slack.jsonl', 'x\n{"kind":"reset"}\n');
    program = sandbox(folder);
    expect(await program.end()).toBe(1);
    expect(program.text()).toContain('npm run reset');
    expect(program.text()).not.toMatch(/^ +at /m);
    expect(processesNaming(folder)).toEqual([]);
  });
});

test('as an ordinary user', async (ctx) => {
  if (process.getuid?.() !== 0) return ctx.skip('skipped: this is an ordinary user already');
  const uid = 65_534;
  const look = ['-e', "require('node:fs').readFileSync('package.json')"];
  const may = spawnSync(process.execPath, look, { uid, gid: uid }).status === 0;
  if (!may) return ctx.skip('skipped: user 65534 may not read this checkout');
  const folder = programs.folder();
  chownSync(folder, uid, uid);
  const env = { FAIRWAY_DATA: folder, PORT: '0' };
  const program = programs.run(['start'], env, { uid });
  await ready(program);
  program.kill('SIGTERM');
  expect(await program.end()).toBe(0);
  expect(processesNaming(folder)).toEqual([]);
});

describe('what keeps a sandbox from starting ends in a sentence', () => {
  test('a port in use', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const folder = programs.folder();
    const program = sandbox(folder, { PORT: String(port) });
    expect(await program.end()).toBe(1);
    taken.close();
    const [sentence = '', ...more] = program.text().trim().split('\n');
    expect(more).toEqual([]);
    expect(sentence).toContain(`Port ${port}`);
    expect(sentence).toContain(`PORT=${port + 1} npm start`);
    expect(processesNaming(folder)).toEqual([]);
  });
});

function write(folder: string, file: string, text: string): void {
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function isFleet(pid: number): boolean {
  return processesNaming('fleet/main.ts').includes(pid);
}
