import { readdirSync, readFileSync } from 'node:fs';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumIn } from '../../src/config/chromium.ts';
import { Route } from '../../src/domain/verdict/journey/form.ts';
import type { Walk } from '../../src/domain/verdict/journey/vote.ts';
import { createBrowserTo } from '../../src/providers/probes/browser/index.ts';
import { createProbes } from '../../src/providers/probes/index.ts';
import { freePort } from '../../src/sandbox/port.ts';
import { awake } from '../awake.ts';
import { openShop, type Shop } from '../providers/probes/browser/shop.ts';
import { lacking } from './needs.ts';

const HERE = { name: 'here', url: null, tokenFrom: null };
const GIVEN = { service: 'shop', environment: 'production', version: '1.1.0', key: 'D-7:3:1' };
const SECRET = 'tell-nobody-7';
const { path } = chromiumIn(process.env);

/** How large a picture is, and how many of its dots have the colour of what is covered. */
async function seenIn(jpeg = '') {
  const image = await loadImage(Buffer.from(jpeg, 'base64'));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let covered = 0;
  for (let i = 0; i < data.length; i += 4)
    if ([0, 1, 2].every((c) => Math.abs((data[i + c] ?? 0) - 0x76) < 6)) covered += 1;
  return { width, height, covered };
}

const { here, skipped } = lacking(path === null ? ['chromium'] : []);

/** Processes of a Chromium that this process started. */
function browsers(): number {
  const ours = readdirSync('/proc').filter((pid) => {
    try {
      const said = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = said.slice(said.lastIndexOf(')') + 2).split(' ');
      return /chrom/.test(said) && state !== 'Z' && parent === String(process.pid);
    } catch {
      return false;
    }
  });
  return ours.length;
}

describe.skipIf(!here)(`7.3 steps in a real Chromium${skipped}`, () => {
  let shop: Shop;
  // As root it does not start with it.
  const chromium = { path, sandbox: process.getuid?.() !== 0 && chromiumIn(process.env).sandbox };
  const env = { JOURNEY_PASSWORD: SECRET, JOURNEY_SPACED: 'a b&c' };
  const probes = createProbes({ env, chromium });
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  function walk(steps: readonly object[], more: object = {}): Promise<Walk> {
    const named = steps.map((step, i) => ({ name: `step ${i}`, ...step }));
    const route = Route.parse({ name: 'x', private: true, within: 60_000, steps: named, ...more });
    return probes.walk(HERE, route, GIVEN, AbortSignal.timeout(120_000));
  }
  const whys = ({ steps }: Walk): readonly (string | null)[] => steps.map(({ why }) => why);
  const open = (at: string): object => ({ open: `${shop.url}${at}` });

  test('a customer signs in, sees what is there, and reads what later steps need', async () => {
    const walked = await walk([
      open('/login'),
      { fill: { label: 'Email', with: 'ana@shop.example' } },
      { fill: { label: 'Password', with: '{env.JOURNEY_PASSWORD}' } },
      { select: { label: 'Country', option: 'Japan' } },
      { click: { role: 'button', name: 'Sign in' } },
      { see: { role: 'heading', name: 'welcome' } },
      { gone: { text: 'Out of stock' } },
      { read: { testId: 'order', matches: 'Order (\\S+)', as: 'order' } },
      { see: { text: '{order} is on its way' } },
      { url: `${shop.url}/login?order={order}`, expect: { contains: 'Sign in' } },
    ]);
    expect(whys(walked)).toEqual(Array(10).fill(null));
    expect(walked.steps.every(({ ms }) => Number.isInteger(ms))).toBe(true);
    expect(shop.asked).toContain(
      `127.0.0.1 /in email=ana%40shop.example&password=${SECRET}&country=Japan`,
    );
    expect(browsers()).toBe(0);
  });

  test.each([
    ['/broken', {}, /^answered 500, expected below 400$/],
    [
      '/login',
      { see: { text: 'Welcome' } },
      /^text "Welcome" is not there, or cannot be used, on http.*\/login$/,
    ],
    [
      '/login',
      { click: { role: 'link', name: 'Help' } },
      /^2 are found for link "Help", one is meant/,
    ],
    ['/login', { gone: { text: 'Sign in' } }, /^text "Sign in" is still there/],
    ['/login', { see: { text: '{env.JOURNEY_PASSWORD}' } }, /^text "•••" is not there/],
  ])('%s %j fails the step, and says why', async (at, step, why) => {
    const all =
      'see' in step || 'click' in step || 'gone' in step
        ? [open(at), { ...step, within: 1_500 }]
        : [open(at)];
    const { steps } = await walk(all);
    expect(steps.at(-1)?.why).toMatch(why);
    expect(steps).toHaveLength(all.length);
  });

  test('where a step fails the page is pictured where that is wanted, and nowhere else', async () => {
    const lost = [open('/says?plain'), { see: { text: 'Welcome' }, within: 500 }];
    const walked = await walk(lost, { picture: true });
    expect(walked.picture).toMatch(/^\/9j\//);
    const { width, height, covered } = await seenIn(walked.picture);
    expect([width, height]).toEqual([1_280, 720]);
    expect(covered).toBeLessThan(1_000);
    expect((await walk(lost)).picture).toBeUndefined();
    expect((await walk([open('/says?plain')], { picture: true })).picture).toBeUndefined();
    const asked = [open('/says?plain'), { url: `${shop.url}/broken` }];
    expect((await walk(asked, { picture: true })).picture).toBeUndefined();
  });

  test.each([
    ['a secret', '/says?{env.JOURNEY_PASSWORD}', []],
    [
      'a secret as an address has it',
      `/says?${encodeURIComponent(encodeURIComponent('a b&c'))}`,
      [],
    ],
    ['what was typed', '/login', [{ fill: { label: 'Email', with: '{version}@shop.example' } }]],
    ['a field that nobody typed into', '/login', []],
  ])('%s is covered in it', async (_, at, steps) => {
    const failing = { see: { text: 'Welcome' }, within: 500 };
    const { picture } = await walk([open(at), ...steps, failing], { picture: true });
    expect((await seenIn(picture)).covered).toBeGreaterThan(2_000);
  });

  test('a page that spins has no picture, and its words all the same', async () => {
    const steps = [open('/spin'), { click: { role: 'button', name: 'Pay' }, within: 1_000 }];
    const walked = await walk([...steps, { see: { text: 'Paid' }, within: 1_000 }], {
      picture: true,
    });
    expect(walked.steps.at(-1)?.why).toMatch(/cannot be used/);
    expect(walked.picture).toBeUndefined();
  });

  test('a site that is not there, and one that never answers, fail the step', async () => {
    expect(whys(await walk([{ open: `http://127.0.0.1:${await freePort()}/` }]))).toEqual([
      'cannot be reached (ECONNREFUSED)',
    ]);
    expect(whys(await walk([{ ...open('/never'), within: 1_000 }]))).toEqual(['no answer in time']);
  });

  test('a page that spins is cut, in its time, and no process of it is left', async () => {
    const took = awake();
    const walked = await walk([
      open('/spin'),
      { click: { role: 'button', name: 'Pay' }, within: 1_000 },
      { see: { text: 'Paid' }, within: 1_000 },
    ]);
    expect(walked.steps.at(-1)?.why).toMatch(/cannot be used/);
    expect(took()).toBeLessThan(20_000);
    expect(browsers()).toBe(0);
  });

  test('a page that eats memory is ended, and proves nothing', async () => {
    const eaten = walk([open('/hungry'), { see: { text: 'Full' }, within: 15_000 }]);
    await expect(eaten).rejects.toThrow(/^its browser (could not hold|held more)/);
    expect(browsers()).toBe(0);
  });

  test.each(['/image', '/script', '/fetch', '/socket', '/frame'])(
    'what %s asks of a host that is not named never arrives; what is seen still counts',
    async (at) => {
      const before = shop.asked.length;
      const settles = at === '/fetch' || at === '/socket';
      const ok = await walk([
        open(at),
        settles ? { see: { text: 'settled' } } : { see: { testId: 'none' }, within: 1_000 },
      ]).catch((error: Error) => error.message);
      if (settles) expect(whys(ok as Walk)).toEqual([null, null]);
      else
        expect(ok).toMatch(/^step "step 1" failed .* where localhost:\d+ is not among the hosts/);
      expect(shop.asked.slice(before).filter((one) => one.startsWith('localhost'))).toEqual([]);
    },
  );

  test('a redirect to a host that is not named proves nothing, and is not followed', async () => {
    await expect(walk([open('/away')])).rejects.toThrow(/localhost:\d+ is not among the hosts/);
    expect(shop.asked.filter((one) => one.includes('/secret'))).toEqual([]);
  });

  test('a redirect to an address with a password in it proves nothing', async () => {
    await expect(walk([open('/known')], { hosts: ['localhost'] })).rejects.toThrow(
      /a user or password does not belong in an address/,
    );
  });

  test.each([true, false])(
    'a name is looked up where it is connected to (private: %s)',
    async (own) => {
      const before = shop.asked.length;
      const browserTo = createBrowserTo(chromium, async () => [
        { address: '127.0.0.1', family: 4 },
      ]);
      const there = createProbes({ env: {}, browserTo });
      const at = shop.url.replace('127.0.0.1', 'shop.example');
      const steps = [{ name: 'open', open: `${at}/login` }];
      const route = Route.parse({ name: 'x', private: own, within: 60_000, steps });
      const walked = there.walk(HERE, route, GIVEN, AbortSignal.timeout(120_000));
      if (own) expect(whys(await walked)).toEqual([null]);
      else await expect(walked).rejects.toThrow(/shop\.example stands for 127\.0\.0\.1/);
      expect(shop.asked.slice(before)).toEqual(own ? ['shop.example /login '] : []);
    },
  );

  test('once it is named, pages may ask it', async () => {
    await walk([open('/script')], { hosts: ['localhost'] });
    expect(shop.asked).toContain('localhost /app.js ');
  });

  test("one's own networks stay closed without `private`", async () => {
    const before = shop.asked.length;
    await expect(walk([open('/login')], { private: false })).rejects.toThrow(
      /127\.0\.0\.1 is not an address/,
    );
    expect(shop.asked).toHaveLength(before);
  });

  test('no page leads to data:, and no datagram leaves', async () => {
    expect(
      whys(await walk([open('/leave'), { see: { text: 'Elsewhere' }, within: 1_000 }]))[1],
    ).toMatch(/is not there/);
    const walked = await walk([open('/datagrams'), { see: { text: 'no rtc' } }]);
    expect(whys(walked)).toEqual([null, null]);
    expect(shop.udp.count()).toBe(0);
  });

  test('one browser at a time; whoever waits is walked after', async () => {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, browsers());
    }, 50);
    const steps = [open('/login'), { see: { text: 'Sign in' } }];
    const both = await Promise.all([walk(steps), walk(steps)]);
    clearInterval(watch);
    expect(both.flatMap(whys)).toEqual([null, null, null, null]);
    expect(most).toBe(1);
  });

  test('a walk that is called off has no say, and leaves no browser', async () => {
    const route = Route.parse({
      name: 'x',
      private: true,
      within: 20_000,
      steps: [{ name: 'open', ...open('/never') }],
    });
    await expect(probes.walk(HERE, route, GIVEN, AbortSignal.timeout(4_000))).rejects.toThrow();
    expect(browsers()).toBe(0);
  });
});

test('7.3 without Chromium there is no answer, never a green one', async () => {
  const probes = createProbes({ env: {}, chromium: { path: null, sandbox: true } });
  const steps = [{ name: 'open', open: 'http://127.0.0.1:9/' }];
  const route = Route.parse({ name: 'x', private: true, within: 2_000, steps });
  await expect(probes.walk(HERE, route, GIVEN, AbortSignal.timeout(2_000))).rejects.toThrow(
    /^inconclusive, needs Chromium/,
  );
});
