import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { JourneyFile } from '../../src/domain/verdict/journey/form.ts';
import { createFakeProbes, PAGE } from '../fakes/fake-probes.ts';
import { useStory } from './harness.ts';

const PROBES = ['here', 'paris', 'tokyo'];

const REQUESTS = [
  { name: 'open', url: 'https://checkout.acme.example/' },
  { name: 'pay', url: 'https://checkout.acme.example/pay' },
];
const ON_PAGES = [
  { name: 'open', open: 'https://checkout.acme.example/' },
  { name: 'pay', click: { role: 'button', name: 'Pay' } },
];

/** Checkout in staging is walked through by three probes, two of which must agree. */
function withJourney(example: Catalog, more: object = {}): Catalog {
  const buy = {
    ...JourneyFile.parse({ steps: REQUESTS, every: '2s', ...more }),
    name: 'buy',
    probes: PROBES,
    quorum: 2,
  };
  return {
    ...example,
    probes: PROBES.map((name) => ({ name, url: null, tokenFrom: null })),
    services: example.services.map((service) => {
      const { staging } = service.environments;
      if (service.name !== 'checkout' || !staging) return service;
      const environments = { ...service.environments, staging: { ...staging, journeys: [buy] } };
      return { ...service, environments };
    }),
  };
}

describe('7.3 journeys around a deployment', () => {
  const probes = createFakeProbes();
  const story = useStory({ rules: (catalog) => withJourney(catalog), probes: { probes } });
  const newest = async () => (await story.fairway.records.deployments({ limit: 1 }))[0];

  test('green before and after: the card shows both as steps with what was found', async () => {
    await story.types('bo', '/deploy checkout@1.4.2 to staging');
    await story.after('30s');
    const card = story.message(/^checkout 1\.4\.2 to staging: succeeded/);
    expect(card).toBeDefined();
    expect((await newest())?.findings).toMatchObject([
      { name: 'buy', outcome: 'green' },
      { name: 'buy', outcome: 'green' },
    ]);
  });

  test('red after at two of three: rolled back by itself, the failing step and its time in the thread', async () => {
    probes.find('paris', 'red', '1.4.3');
    probes.find('tokyo', 'red', '1.4.3');
    await story.types('bo', '/deploy checkout@1.4.3 to staging');
    await story.after('40s');
    const card = story.message(
      /^checkout 1\.4\.3 to staging: failed, The journey "buy" at 100 %: red at 2 of 3 probes/,
    );
    expect(story.reads(card)).toMatch(/step 2 "pay" failed after 41 ms, answered 500/);
    story.message(/^Rolled back checkout in staging from 1\.4\.3 to 1\.4\.2/);
    const [failed] = await story.fairway.records.deployments({ statuses: ['failed'], limit: 1 });
    const ledger = await story.fairway.records.ledger(failed?.id ?? '');
    expect(JSON.stringify(ledger)).toContain('"probe":"tokyo"');
  });

  test('red before: nobody meets the new version, its owners are asked, and it is not blamed', async () => {
    for (const probe of PROBES) probes.find(probe, 'red', '1.4.2');
    await story.types('bo', '/deploy checkout@1.4.3 to staging');
    await story.after('20s');
    const held = await newest();
    expect(held).toMatchObject({ status: 'running', exposedAt: null, hold: { by: 'fairway' } });
    const card = story.message(/^checkout 1\.4\.3 to staging: step \d of \d+: walking "buy", held/);
    expect(story.reads(card)).toContain('1.4.3 is not blamed');
    expect(story.offers(card)).toEqual(expect.arrayContaining(['resume', 'skip']));
  });

  test('mended and resumed it is walked again, and all goes on', async () => {
    for (const probe of PROBES)
      for (const version of ['1.4.2', '1.4.3']) probes.find(probe, 'green', version);
    await story.types('bo', `/release resume ${(await newest())?.id}`);
    await story.after('30s');
    story.message(/^checkout 1\.4\.3 to staging: succeeded/);
  });
});

describe('7.3 the page where a step in a browser failed', () => {
  const probes = createFakeProbes();
  let picture = 'failed';
  const story = useStory({
    rules: (catalog) => ({
      ...withJourney(catalog, { steps: ON_PAGES, picture }),
      version: `with pictures: ${picture}`,
    }),
    probes: { probes },
    scopes: ['files:write'],
  });
  const pages = () =>
    story.slack.messages('deploys').flatMap(({ text, thread_ts, blocks }) => {
      const all = (blocks ?? []) as readonly { readonly [key: string]: unknown }[];
      const image = all.find(({ type }) => type === 'image');
      return image ? [{ text, thread: thread_ts, image }] : [];
    });

  test('hangs under the card, once, with what failed in words; the ledger has the words alone', async () => {
    for (const probe of ['paris', 'tokyo']) probes.find(probe, 'red', '1.4.2');
    await story.types('bo', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    const card = story.message(/^checkout 1\.4\.2 to staging: failed/);
    expect(pages()).toHaveLength(1);
    const [page] = pages();
    expect(page?.thread).toBe(card.ts);
    expect(page?.text).toBe('D-1: The page where "pay" failed, as paris saw it');
    expect(page?.image).toMatchObject({
      slack_file: { id: expect.any(String) },
      alt_text: expect.stringMatching(
        /^Picture of the page where step "pay" of the journey "buy" failed, as the probe paris saw it, for checkout 1\.4\.2 to staging\. red at 2 of 3 probes/,
      ),
    });
    expect(JSON.stringify(await story.fairway.records.ledger('D-1'))).not.toContain(PAGE);
    expect(JSON.stringify(await story.fairway.records.deployment('D-1'))).not.toContain(PAGE);
  });

  test('is not taken unless somebody says so', async () => {
    picture = 'never';
    await story.types('bo', '/deploy checkout@1.4.2 to staging');
    await story.after('1m');
    const [back, again] = await story.fairway.records.deployments({ limit: 2 });
    expect([back?.kind, again?.status]).toEqual(['rollback', 'failed']);
    expect(pages()).toHaveLength(1);
  });
});
