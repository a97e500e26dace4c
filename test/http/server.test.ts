import { afterEach, describe, expect, test } from 'vitest';
import { type HealthPart, lookAt } from '../../src/http/health.ts';
import { createHttp, type Http, type HttpOptions } from '../../src/http/server.ts';
import { createQuietLog } from '../slack/fakes/quiet-log.ts';

let http: Http | null = null;
afterEach(async () => {
  await http?.close();
  http = null;
});

async function listen(change: Partial<HttpOptions> = {}): Promise<string> {
  http = createHttp({
    handleSlack: async () => ({ status: 200, headers: {}, body: '' }),
    health: [],
    host: '127.0.0.1',
    port: 0,
    log: createQuietLog(),
    ...change,
  });
  return `http://127.0.0.1:${await http.listen()}`;
}

const well: HealthPart = { name: 'database', needed: true, check: async () => null };
const ill: HealthPart = { name: 'queue', needed: true, check: async () => 'it is full' };

describe('the port', () => {
  test('hands Slack the bytes as they came, and its answer back', async () => {
    const seen: [string, unknown][] = [];
    const url = await listen({
      handleSlack: async (rawBody, headers) => {
        seen.push([rawBody.toString('hex'), headers['x-slack-signature']]);
        return { status: 401, headers: { 'x-why': 'none' }, body: '' };
      },
    });
    const bytes = Buffer.from('7b00ff0a20', 'hex');
    const headers = { 'content-type': 'application/json', 'x-slack-signature': 'v0=1' };
    const answer = await fetch(`${url}/slack/events`, { method: 'POST', headers, body: bytes });
    expect(seen).toEqual([['7b00ff0a20', 'v0=1']]);
    expect([answer.status, answer.headers.get('x-why'), await answer.text()]).toEqual([
      401,
      'none',
      '',
    ]);
  });

  test('a body over 256 KB never reaches it', async () => {
    let reached = false;
    const url = await listen({
      handleSlack: async () => {
        reached = true;
        return { status: 200, headers: {}, body: '' };
      },
    });
    const headers = { 'content-type': 'application/json' };
    const body = 'x'.repeat(256 * 1024 + 1);
    const answer = await fetch(`${url}/slack/events`, { method: 'POST', headers, body });
    expect([answer.status, reached]).toEqual([413, false]);
  });

  test('an unknown path is 404 in plain words', async () => {
    const answer = await fetch(`${await listen()}/nothing`);
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      404,
      'text/plain; charset=utf-8',
      'Not found.\n',
    ]);
  });

  test('metrics as Prometheus reads them', async () => {
    const url = await listen({ metricsText: async () => 'up 1\n' });
    const answer = await fetch(`${url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toBe('up 1\n');
    expect((await fetch(`${url}/slack/events`)).status).toBe(404);
  });

  test('a calendar is read by its token alone, and nothing is told of any other', async () => {
    const token = 'a'.repeat(43);
    const asked: string[] = [];
    const url = await listen({
      calendar: async (one) => {
        asked.push(one);
        return one === token ? 'BEGIN:VCALENDAR\r\n' : null;
      },
    });
    const found = await fetch(`${url}/calendar/${token}.ics`);
    expect([found.status, found.headers.get('content-type'), await found.text()]).toEqual([
      200,
      'text/calendar; charset=utf-8',
      'BEGIN:VCALENDAR\r\n',
    ]);
    expect(found.headers.get('cache-control')).toBe('private, no-store');
    const wrong = [
      `${'b'.repeat(43)}.ics`,
      `${token}`,
      `${token}.ICS`,
      'a.ics',
      `${token}a.ics`,
      '..%2f.ics',
    ];
    for (const path of wrong) {
      const answer = await fetch(`${url}/calendar/${path}`);
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, 'Not found.\n']);
    }
    expect(asked).toEqual([token, 'b'.repeat(43)]);
  });

  test('a fault inside is logged and told without detail', async () => {
    const log = createQuietLog();
    const url = await listen({
      log,
      metricsText: async () => {
        throw new Error('secret detail');
      },
    });
    const answer = await fetch(`${url}/metrics`);
    expect([answer.status, await answer.text()]).toEqual([500, 'Something went wrong.\n']);
    expect(log.lines).toEqual(['a request failed']);
  });

  test('closing finishes what is under way', async () => {
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const url = await listen({
      handleSlack: async () => {
        begun.resolve();
        await held.promise;
        return { status: 200, headers: {}, body: 'done' };
      },
    });
    const answer = fetch(`${url}/slack/events`, { method: 'POST', body: 'x' });
    await begun.promise;
    const closed = http?.close();
    held.resolve();
    expect(await (await answer).text()).toBe('done');
    await closed;
    http = null;
  });
});

describe('health', () => {
  test('ready when every needed part is well', async () => {
    const told = { ...ill, needed: false };
    const answer = await fetch(`${await listen({ health: [well, told] })}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      status: 'ready',
      parts: { database: 'ok', queue: 'it is full' },
    });
  });

  test('503 and why when one is not', async () => {
    const answer = await fetch(`${await listen({ health: [well, ill] })}/healthz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'not ready',
      parts: { queue: 'it is full' },
    });
  });

  test('a part that throws or says nothing is not well', async () => {
    const broken: HealthPart = {
      name: 'a',
      needed: true,
      check: () => Promise.reject(new Error('gone')),
    };
    const silent: HealthPart = { name: 'b', needed: true, check: () => new Promise(() => {}) };
    const { ready, parts } = await lookAt([broken, silent], 20);
    expect([ready, parts]).toEqual([false, { a: 'gone', b: 'no answer in 20 ms' }]);
  });
});
