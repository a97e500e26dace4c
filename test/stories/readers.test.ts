import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { mayRead } from '../../src/domain/deployment/readers.ts';
import type { Actor } from '../../src/domain/kernel/actor.ts';
import { exampleCatalog } from './example-catalog.ts';
import { useStory } from './harness.ts';

const ACCOUNTS = { eli: 'U0ELI00001', bo: 'U0BO000001' } as const;

/** `checkout` is for its owners and whoever acts on it; eli is neither. */
const rules = (catalog: Catalog): Catalog => ({
  ...catalog,
  services: catalog.services.map((one) =>
    one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
  ),
});

describe('7 a service that not everybody may look at', () => {
  const story = useStory({ rules });
  const says = async (who: string, line: string) => {
    await story.types(who, line);
    const { text, blocks } = story.told(who);
    return `${text} ${JSON.stringify(blocks)}`;
  };

  test('who may do or decide something about it may look', async () => {
    const catalog = rules(await exampleCatalog());
    const checkout = catalog.services.find(({ name }) => name === 'checkout');
    if (!checkout) throw new Error('the example has no checkout');
    const actor = (id: string | null, ...groups: string[]): Actor => ({
      ...{ id, account: 'U1', name: 'one', kind: 'member', groups },
    });
    const may = (one: Actor) => mayRead(one, checkout, catalog);
    expect(may(actor('chen', 'platform'))).toBe(true); // a reader, and an owner
    expect(may(actor('ana', 'deployers'))).toBe(true); // production is hers to deploy to
    expect(may(actor('bo'))).toBe(true); // asked by name, through the groups of a rule
    expect(may(actor('eli', 'shop-owners'))).toBe(false);
    expect(may(actor(null))).toBe(false);
    expect(mayRead(actor(null), { ...checkout, readers: [] }, catalog)).toBe(true);
  });

  test('the others find nothing of it, and can do nothing to it', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to staging because "secret plan"');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    await story.types('chen', '/release incident open checkout in staging because "it leaks"');
    await story.types('chen', '/release action D-1 "keep it secret"');
    for (const line of [
      ...['/release actions', '/release retro D-2 markdown'],
      ...['/release list', '/release matrix', '/release changed 1h', '/release status staging'],
      ...[
        '/release incident list',
        '/release history shop',
        '/release schedules',
        '/release locks',
      ],
    ]) {
      expect({ line, said: await says('eli', line) }).toEqual({
        line,
        said: expect.not.stringMatching(/checkout|secret plan|it leaks|keep it secret/),
      });
    }
    expect(await says('eli', '/release show D-1')).toMatch(/There is no deployment D-1/);
    expect(await says('eli', '/release incident show INC-1')).toMatch(/no incident INC-1/i);
    expect(await says('eli', '/release retro INC-1')).toMatch(/no incident INC-1/i);
    expect(await says('eli', '/release retro D-1')).toMatch(/There is no deployment D-1/);
    expect(await says('eli', '/release action A-1')).toMatch(/There is no action item A-1/);
    expect(await says('bo', '/release action A-1')).toMatch(/keep it secret/);
    expect(await says('eli', '/release status checkout')).toMatch(/Unknown service/);
    expect(await says('eli', '/deploy checkout@1.4.1 to staging')).toMatch(
      /can't look at checkout/,
    );
    expect(await says('eli', '/release show D-2')).toMatch(/shop 1\.1\.0/);
    expect(await says('bo', '/release show D-1')).toMatch(/checkout 1\.4\.2/);
    expect(await says('bo', '/release list')).toMatch(/checkout/);
  });

  test('nor by the link of their calendar', async () => {
    await story.types(
      'ana',
      '/deploy checkout@1.4.2 to production at 20:00 Europe/Berlin because "secret plan"',
    );
    await story.presses('ana', 'start');
    for (const [who, sees] of [
      ['eli', false],
      ['bo', true],
    ] as const) {
      await story.types(who, '/release calendar link');
      const [, token = ''] = /calendar\/([\w-]{43})\.ics/.exec(story.told(who).text ?? '') ?? [];
      const feed = (await story.fairway.calendar(token)) ?? '';
      expect(feed).toContain('BEGIN:VCALENDAR');
      expect({ who, feed: feed.includes('checkout') }).toEqual({ who, feed: sees });
    }
    await story.types('ana', '/release abort D-3');
  });

  test('nor on the dashboard, nor at home', async () => {
    await story.types('ana', '/deploy checkout@1.4.2 to production because "secret plan"');
    await story.presses('ana', 'start');
    for (const [who, sees] of [
      ['eli', false],
      ['bo', true],
    ] as const) {
      const { actor } = await story.fairway.slack.identify(ACCOUNTS[who]);
      const view = await story.fairway.desk.home(actor);
      expect({ who, home: /checkout/.test(JSON.stringify(view)) }).toEqual({ who, home: sees });
      const all = JSON.stringify(await story.fairway.pages.overview(actor));
      expect({ who, page: /checkout|it leaks/.test(all) }).toEqual({ who, page: sees });
    }
  });
});
