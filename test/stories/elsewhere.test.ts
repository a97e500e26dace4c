import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ChangeSource } from '../../src/domain/elsewhere/source.ts';
import { calmsDown, goesWrong } from './goes-wrong.ts';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };
const flags = ChangeSource.parse({
  ...{ name: 'flags', kind: 'generic', secrets: ['env:FLAGS'], owner: 'platform' },
  names: { everything: '*' },
});
const rules = (catalog: Catalog): Catalog => ({ ...catalog, changes: [flags] });

describe('7.2 a flag that was flipped elsewhere', () => {
  const story = useStory({ rules });
  let n = 0;
  const flips = (more: object = {}) => {
    n += 1;
    const flag = { id: `f-${n}`, kind: 'flag', name: 'new-checkout', says: 'turned on' };
    const who = { by: 'Jo <!channel>', link: 'https://flags.example/new-checkout' };
    return story.posts('flags', { ...flag, ...who, ...production, at: story.now(), ...more });
  };
  const asks = async (line: string) => {
    await story.types('eli', line);
    return story.told('eli').text;
  };

  test('is told of once, and stands in what moved, with who can take it back and why', async () => {
    expect(await flips()).toBe(202);
    expect(await flips({ id: 'f-1', again: true })).toBe(202);
    expect(await flips({ kind: 'weather' })).toBe(400);
    expect(await story.posts('flags', {}, 'guess')).toBe(401);
    const all = await asks('/release changed 1h in production of shop');
    expect(all).toMatch(/E-\d+ flag new-checkout turned on in production for shop/);
    expect(all.match(/new-checkout/g)).toHaveLength(1);
    const shown = story.told('eli');
    expect(story.reads(shown)).toMatch(/platform can take it back in flags/);
    expect(JSON.stringify(shown.blocks)).toMatch(/https:\/\/flags\.example\/new-checkout/);
    expect(story.offers(shown)).toEqual(['why:E-1']);
    await story.presses('eli', 'why:E-1', shown);
    expect(story.told('eli').text).toMatch(/^E-1: flag new-checkout turned on in production, as/);
    expect(story.reads(story.told('eli'))).toMatch(/platform can take it back in flags[\s\S]*Jo/);
    expect(await asks('/release why e-77')).toMatch(/No change E-77 was told of/);
    expect(await asks('/release changed 1h in staging')).not.toMatch(/new-checkout/);
    expect(await asks('/release changed 1h of search')).not.toMatch(/new-checkout/);
  });

  test('is suspected of what goes wrong minutes later, and cannot be rolled back from here', async () => {
    await story.after('4m');
    expect(await goesWrong(story, production)).toBe('INC-1');
    await story.after('3s');
    const said = story.message(/^Possible cause for INC-1/);
    expect(said.text).toMatch(
      /flag new-checkout turned on in production 4 minutes.* before the first alert\. Confidence high/,
    );
    expect(said.text).toMatch(/Fairway cannot take it back: platform can take it back in flags/);
    expect(story.offers(said)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^not-cause:E-/)]),
    );
    expect(story.offers(said)).not.toContain('rollback');
    expect(await asks('/release why E-1')).toMatch(/suspected of INC-1 with \d+ %/);
    // Its source's words are text and nothing else, wherever they stand.
    expect(said.text).not.toMatch(/<!channel>/);
    expect(JSON.stringify(said.blocks)).not.toMatch(/"broadcast"|"mrkdwn","text":"[^"]*<!channel>/);
  });

  test('turned off again, and over, it was that: said in the same message, and counted', async () => {
    await story.after('5m');
    expect(await flips({ says: 'turned off' })).toBe(202);
    await story.after('5s');
    expect(story.message(/^Possible cause for INC-1/).text).toMatch(
      /E-\d+ was changed there again \(E-\d+\)/,
    );
    await calmsDown(story, 'INC-1');
    const s = await story.fairway.records.suspicion('INC-1');
    expect(s?.cause).toMatchObject({ service: 'shop', how: 'ended when it was changed again' });
    expect(await asks('/release retro INC-1 markdown')).toBeTruthy();
    expect(story.reads(story.told('eli'))).toMatch(
      /flag new-checkout turned on in production[\s\S]*flag new-checkout turned off in production/,
    );
  });

  test('the next one says how often that was right; cleared it is named no more', async () => {
    await story.later('3h');
    await flips({ kind: 'migration', name: '42', says: 'ran' });
    await story.after('2m');
    await goesWrong(story, production, { name: 'HighLatency' });
    await story.after('3s');
    const said = story.message(/^Possible cause for INC-2/);
    expect(said.text).toMatch(/migration 42 ran in production.*right 1 of 1 times so far/);
    const [clear = ''] = story.offers(said).filter((one) => one.startsWith('not-cause:'));
    await story.presses('bo', clear, said);
    await story.after('3s');
    expect(story.texts().filter((text) => /INC-2.*migration 42 ran/.test(text))).toEqual([]);
    await story.types('bo', `/release incident link INC-2 ${clear.slice('not-cause:'.length)}`);
    expect(story.told('bo').text).toMatch(/E-\d+ is linked to INC-2 as its cause/);
    await story.types('bo', '/release incident link INC-2 E-999');
    expect(story.told('bo').text).toMatch(/No change E-999 was told of/);
  });

  test('told of late it is suspected all the same; one from tomorrow is of now', async () => {
    await story.later('3h');
    await goesWrong(story, { service: 'search', environment: 'staging' });
    await story.after('3s');
    const place = { service: 'search', environment: 'staging' };
    await flips({ ...place, name: 'late', at: story.now() - 10_000 });
    await story.after('3s');
    expect(story.message(/INC-3/).text).toBeDefined();
    expect(story.texts().filter((text) => /INC-3: flag late turned on/.test(text))).toHaveLength(1);
    await flips({ name: 'early', at: story.now() + 86_400_000 });
    await story.after('2s');
    expect(await asks('/release changed 5m')).toMatch(/flag early turned on/);
    const [newest] = await story.fairway.records.movesElsewhere({ since: story.now(), limit: 1 });
    expect(newest).toBeUndefined();
  });

  test('everything of an environment, and what is none of ours', async () => {
    await flips({ service: 'everything', name: 'proxy', kind: 'infrastructure', says: 'replaced' });
    await flips({ service: 'nobody-knows', name: 'theirs' });
    const all = await asks('/release changed 5m in production of shop');
    expect(all).toMatch(/infrastructure proxy replaced in production \(/);
    expect(all).not.toMatch(/theirs/);
  });
});

describe('7.2 a flag that is taken back within a minute', () => {
  const story = useStory({ rules });

  test('is what was done about it, and not what did it', async () => {
    const flag = { kind: 'flag', name: 'new-checkout', ...production };
    await story.posts('flags', { ...flag, id: 'on', says: 'turned on', at: story.now() });
    await story.after('4m');
    await goesWrong(story, production);
    await story.after('20s');
    await story.posts('flags', { ...flag, id: 'off', says: 'turned off', at: story.now() });
    await story.after('5s');
    const said = story.message(/^Possible cause for INC-1: flag new-checkout turned on/);
    expect(said.text).toMatch(/E-1 was changed there again \(E-2\)/);
    expect(story.reads(said)).not.toMatch(/turned off/);
  });
});

describe('7.2 what was changed elsewhere, and who may not see it', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...rules(catalog),
      services: catalog.services.map((one) =>
        one.name === 'checkout' ? { ...one, readers: ['platform'] } : one,
      ),
    }),
  });

  test('neither of a service one may not look at, nor in a channel that others read', async () => {
    story.slack.faults({ channels: { deploys: { is_ext_shared: true } } });
    const flag = { id: 1, kind: 'flag', says: 'turned on', at: story.now() };
    const place = { service: 'checkout', environment: 'staging' };
    await story.posts('flags', { ...flag, name: 'secret-plan', ...place });
    await story.posts('flags', { ...flag, id: 2, name: 'new-basket', ...production });
    await story.after('2s'); // a delivery takes its turn after the one before
    for (const [who, sees] of [
      ['eli', false],
      ['bo', true],
    ] as const) {
      await story.types(who, '/release changed 1h');
      expect({ who, sees: /secret-plan/.test(story.told(who).text) }).toEqual({ who, sees });
      expect(story.told(who).text).toMatch(/new-basket/);
    }
    await goesWrong(story, production);
    await story.after('5s');
    const told = story.texts().filter((text) => !text.startsWith('Moved in the last'));
    expect(told.filter((text) => /INC-1: there is news/.test(text))).toHaveLength(2);
    expect(told.join('\n')).not.toMatch(/new-basket|secret-plan/);
    await story.types('bo', '/release suspects INC-1');
    expect(story.reads(story.told('bo'))).toMatch(/flag\s+new-basket\s+, /);
  });
});
