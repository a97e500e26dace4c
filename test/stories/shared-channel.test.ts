import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('7.2 a channel that another company reads', () => {
  const story = useStory();
  const cards = () => story.texts().filter((text) => /D-1\b/.test(text));

  test('is told that there is news, and nothing else; members see all of it', async () => {
    story.slack.faults({ channels: { deploys: { is_ext_shared: true } } });
    await story.types('ana', '/deploy shop@1.1.0 to staging because "CVE-2026-1 in the cart"');
    await story.after('1m');
    expect(story.texts('bo').join('\n')).not.toMatch(/CVE-2026-1|1\.1\.0/);
    expect(cards()).toContainEqual(
      'D-1: there is news. Other companies read this channel, so it is told to members only: `/release show D-1`',
    );
    await story.types('bo', '/release show D-1');
    expect(story.told('bo').text).toMatch(/shop 1\.1\.0 to staging: succeeded/);
  });

  test('is told all again once it is ours alone', async () => {
    story.slack.faults({ channels: { deploys: { is_ext_shared: false } } });
    await story.after('11m');
    await story.types('ana', '/deploy shop@1.0.0 to staging because "as before"');
    await story.after('1m');
    expect(story.texts()).toContainEqual(
      expect.stringMatching(/^shop 1\.0\.0 to staging: succeeded/),
    );
  });
});

describe('7.2 a shared channel that the configuration trusts', () => {
  const story = useStory({
    rules: (catalog) => ({ ...catalog, trustedChannels: ['#deploys'] }),
  });

  test('is told all', async () => {
    story.slack.faults({ channels: { deploys: { is_ext_shared: true } } });
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    expect(story.texts()).toContainEqual(
      expect.stringMatching(/^shop 1\.1\.0 to staging: succeeded/),
    );
  });
});

describe('7.2 an incident in a channel that another company reads', () => {
  const story = useStory({
    rules: (catalog) => ({ ...catalog, incidents: { channel: '#deploys' } }),
  });
  const BO = 'U0BO000001';
  const SECRETS = /payments|1\.1\.0|CVE-2026-1|suspect|shop/i;
  /** All that bo finds in the channel, threads and buttons included, but for what bo writes there. */
  const found = (): string =>
    story.slack
      .messages('deploys', BO)
      .filter(({ user }) => user !== BO)
      .map(({ text, blocks }) => JSON.stringify([text, blocks]))
      .join('\n');

  test('its card and the suspects in its thread are told to members only', async () => {
    story.slack.faults({ channels: { deploys: { is_ext_shared: true } } });
    await story.types('ana', '/deploy shop@1.1.0 to staging because "CVE-2026-1 in the cart"');
    await story.after('1m');
    await story.types(
      'chen',
      '/release incident open shop in staging because "payments fail at the bank"',
    );
    await story.after('10s');
    const news = story.texts('bo').filter((text) => /INC-1: there is news/.test(text));
    expect(news.length).toBeGreaterThan(1);
    expect(found()).not.toMatch(SECRETS);
    await story.types('chen', '/release suspects INC-1');
    expect(story.told('chen').text).toMatch(/shop 1\.1\.0/);
    await story.types('ana', '/release changed 1h in staging');
    expect(story.told('ana').text).toMatch(/shop 1\.1\.0/);
    expect(found()).not.toMatch(SECRETS);
  });

  test('whoever is of that company and asks is told nothing, however they ask', async () => {
    story.slack.faults({ users: { [BO]: { is_stranger: true } } });
    const asked = [
      ...['changed 1h in staging', 'suspects INC-1', 'incident show INC-1', 'show D-1', 'status'],
      ...['help', 'changed 1h of sho', 'deploy', 'deploy shop@1.0.0 to staging'],
    ];
    for (const [i, words] of asked.entries()) {
      await story.mentions('bo', words);
      const answers = story.texts('bo').filter((text) => /from another organisation/.test(text));
      expect([words, answers.length]).toEqual([words, i + 1]);
    }
    expect(found()).not.toMatch(SECRETS);
    expect(await story.fairway.records.deployment('D-2')).toBeNull();
  });

  test('who comes back is a member again', async () => {
    story.slack.faults({ users: { [BO]: { is_stranger: false } } });
    await story.after('2m');
    await story.mentions('bo', 'changed 1h in staging');
    expect(story.told('bo').text).toMatch(/shop 1\.1\.0/);
  });
});
