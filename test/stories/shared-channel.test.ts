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
