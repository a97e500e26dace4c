import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ADDRESS, useStory } from './harness.ts';

describe('7 the dashboard: what the chat would answer, read by a browser', () => {
  let gone: readonly string[] = [];
  const rules = (catalog: Catalog): Catalog => ({
    ...catalog,
    people: catalog.people.filter(({ id }) => !gone.includes(id)),
  });
  const story = useStory({ rules });
  let cookie = '';

  const linkIn = (said: { readonly blocks?: unknown } | undefined): string => {
    const found = new RegExp(`"${ADDRESS}(/dashboard/enter/[\\w-]{43})"`);
    return found.exec(JSON.stringify(said?.blocks ?? []))?.[1] ?? '';
  };
  async function linkOf(who: string): Promise<string> {
    await story.types(who, '/release dashboard');
    return linkIn(story.told(who));
  }
  const page = async (path: string) => {
    const answer = await story.browses(path, { headers: { cookie } });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const ask = (line: string) => page(`/dashboard/ask?line=${encodeURIComponent(line)}`);

  test('without a session there is nothing to see, and the way in is told', async () => {
    const { status, text } = await page('/dashboard');
    expect(status).toBe(403);
    expect(text).toContain('/release dashboard');
    expect(text).not.toContain('shop');
  });

  test('a link opens by a press, once; looking at it uses nothing up; nothing of it is kept', async () => {
    const link = await linkOf('ana');
    expect((await story.browses(link)).status).toBe(200);
    expect((await story.browses(link)).status).toBe(200);
    const entered = await story.browses(link, { method: 'POST' });
    expect(entered.status).toBe(303);
    const set = entered.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly; SameSite=Lax$/);
    cookie = set.split(';')[0] ?? '';
    expect((await story.browses(link, { method: 'POST' })).status).toBe(403);
    const { rows } = await story.database.pool.query('SELECT * FROM dashboard_pass');
    const kept = JSON.stringify([rows, await story.fairway.records.ledger('person:ana')]);
    expect(kept).toContain('dashboard-opened');
    for (const token of [link.slice(-43), cookie.slice(-43)]) expect(kept).not.toContain(token);
  });

  test('pressed in App Home, the link comes as a direct message', async () => {
    const ANA = 'U0ANA00001';
    await story.opensHome('ana');
    await story.pressesAtHome('ana', 'home:dashboard');
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(ANA));
    const link = linkIn(story.slack.messages(dm?.id ?? '', ANA).at(-1));
    expect((await story.browses(link, { method: 'POST' })).status).toBe(303);
    expect((await story.browses(link, { method: 'POST' })).status).toBe(403);
  });

  test('older than ten minutes, a link opens nothing', async () => {
    const link = await linkOf('bo');
    await story.later('10m');
    expect((await story.browses(link, { method: 'POST' })).status).toBe(403);
  });

  test('the overview shows what runs, what serves where, what moved and what closes', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    const { status, text, headers } = await page('/dashboard');
    expect(status).toBe(200);
    for (const said of ['Under way', 'What serves where', '1.1.0', 'Calendar of all environments'])
      expect(text).toContain(said);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/);
    expect(text).not.toMatch(/<script|\son\w+=/);
  });

  test('ids lead to what they name; buttons that change something are not there', async () => {
    const { text } = await ask('/release show D-1');
    expect(text).toContain('shop 1.1.0 to staging');
    expect(text).not.toMatch(/Roll back/);
    expect((await ask('/release list')).text).toContain('ask?line=%2Frelease%20show%20D-1');
  });

  test('what would change anything is refused, and nothing has changed', async () => {
    const before = await story.fairway.records.ledgerBesides(500);
    for (const line of [
      '/deploy shop@1.2.0-slow to staging',
      '/rollback shop in staging because "x"',
      '/release lock shop in staging',
      '/release calendar link',
      '/release incident take INC-1',
      '/release blackout add staging until 18:00 because "x"',
      '/release dashboard',
    ]) {
      expect((await ask(line)).text, line).toContain('The dashboard shows, and never acts.');
    }
    expect((await ask('/release nonsense')).text).toContain('the verb &quot;nonsense&quot;');
    expect(await story.fairway.records.ledgerBesides(500)).toEqual(before);
  });

  test('what others wrote is text', async () => {
    const line = '/deploy shop@1.0.0 to staging because "<script>alert(1)</script><b>x"';
    await story.types('ana', line);
    await story.after('30s');
    const { text } = await ask('/release show D-2');
    expect(text).toContain('&lt;script>alert(1)');
    expect(text).not.toContain('<script');
    expect((await ask('/release why <img src=x onerror=alert(1)>')).text).not.toContain('<img');
  });

  test('it asks who they are each time: whoever left sees nothing more', async () => {
    gone = ['ana'];
    expect((await page('/dashboard')).status).toBe(403);
    gone = [];
    expect((await page('/dashboard')).status).toBe(200);
    await story.types('gus', '/release dashboard');
    expect(story.told('gus').text).toMatch(/This account can look, but never decide/);
  });

  test('signed out, or eight hours later, the session is over', async () => {
    const own = cookie;
    const out = await story.browses('/dashboard/leave', { method: 'POST', headers: { cookie } });
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/);
    expect((await page('/dashboard')).status).toBe(403);
    const link = await linkOf('ana');
    const entered = await story.browses(link, { method: 'POST' });
    cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(cookie).not.toBe(own);
    expect((await page('/dashboard')).status).toBe(200);
    await story.later('8h');
    expect((await page('/dashboard')).status).toBe(403);
  });
});
