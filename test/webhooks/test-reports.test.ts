import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Publisher } from '../../src/domain/governance/publication.ts';
import { createTestReports } from '../../src/http/test-reports.ts';
import type { Act } from '../../src/ports/inbox.ts';
import { publisherKinds } from '../../src/providers/publisher-kinds.ts';
import { createRandom } from '../soak/random.ts';
import { exampleCatalog } from '../stories/example-catalog.ts';
import { mutated } from './fuzz.ts';
import { NOON, SECRET } from './samples.ts';

const publishes = [{ repository: 'acme/shop', service: 'shop' }];
const ci = Publisher.parse({ name: 'ci', kind: 'generic', secrets: ['env:CI'], publishes });
const catalog = { ...(await exampleCatalog()), publishers: [ci] };

function desk() {
  const put: Act[] = [];
  const asked: string[] = [];
  const handle = createTestReports(
    {
      catalog: () => catalog,
      publisherKinds,
      secrets: { read: async () => SECRET },
      inbox: {
        async put(act) {
          put.push(act);
          return true;
        },
      },
      bell: { ring: async () => {} },
      now: () => NOON,
      log: { info() {}, warn() {}, error() {} },
    },
    async (service) => {
      asked.push(service);
      return { failures: [] };
    },
  );
  const post = (body: string | Buffer, secret = SECRET, name = 'ci') => {
    const raw = Buffer.from(body);
    const hex = createHmac('sha256', secret).update(raw).digest('hex');
    return handle(name, raw, { 'x-hub-signature-256': `sha256=${hex}` });
  };
  return { put, asked, post };
}

const report = (more: object = {}) => ({
  service: 'shop',
  commit: 'a'.repeat(40),
  tests: [
    { test: 'CartTest::adds', passed: false, failed: true },
    { test: '<script>*_`|&amp;', passed: true, failed: false },
  ],
  ...more,
});

describe('3.7 reports of tests at /hooks/<publisher>/tests', () => {
  test('of a known publisher about what it publishes are stored and answered', async () => {
    const { put, asked, post } = desk();
    const answered = await post(JSON.stringify(report()));
    expect(answered).toEqual({ status: 200, body: '{"failures":[]}' });
    expect(asked).toEqual(['shop']);
    expect(put).toMatchObject([{ kind: 'tests', body: { publisher: 'ci', report: report() } }]);
    expect(put[0]?.id).toMatch(/^hook:ci:[0-9a-f]{64}$/);
  });

  test.each([
    ['another secret', { secret: 'the secret of somebody else' }, 401],
    ['another publisher', { name: 'nobody' }, 401],
    ['a service that it does not publish', { body: report({ service: 'checkout' }) }, 400],
    ['a service that nobody has', { body: report({ service: 'nothing' }) }, 400],
    ['an abbreviated commit', { body: report({ commit: 'abc1234' }) }, 400],
    ['nothing', { body: null }, 400],
  ] as const)('with %s are refused, and nothing is stored', async (_, how, status) => {
    const { put, asked, post } = desk();
    const {
      body = report(),
      secret,
      name,
    } = { secret: SECRET, name: 'ci', ...how } as {
      readonly body?: object | null;
      readonly secret: string;
      readonly name: string;
    };
    const answered = await post(JSON.stringify(body), secret, name);
    expect(answered.status).toBe(status);
    if (status === 400) expect(answered.body).toMatch(/"path":"[^"]+","why":"[^"]+"/);
    expect([put, asked]).toEqual([[], []]);
  });

  test('whatever a known sender sends is taken or refused with its place', async () => {
    const { put, post } = desk();
    const { next } = createRandom(13);
    const statuses = new Set<number>();
    for (let n = 0; n < 1_000; n += 1) {
      const text = Buffer.from(JSON.stringify(mutated(report(), next)) ?? '');
      if (next() < 0.2 && text.length > 0)
        text[Math.floor(next() * text.length)] = Math.floor(next() * 256);
      const { status, body } = await post(text);
      statuses.add(status);
      if (status === 400) expect(body).toMatch(/"path":"[^"]+/);
    }
    expect([...statuses].toSorted()).toEqual([200, 400]);
    expect(JSON.stringify(put)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  });
});
