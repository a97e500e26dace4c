import { describe, expect, test } from 'vitest';
import { chosenFor } from '../../src/domain/strategies/by-need.ts';
import { useStory } from './harness.ts';

describe('5.1 a strategy that is picked by need', () => {
  const story = useStory({
    rules: (catalog) => ({
      ...catalog,
      services: catalog.services.map((one) => {
        const there = one.environments['production'];
        if (one.name !== 'shop' || !there) return one;
        const chosen = chosenFor({ kind: 'by-need', needs: ['zero-downtime', 'atomic-cutover'] });
        return {
          ...one,
          environments: { ...one.environments, production: { ...there, ...chosen } },
        };
      }),
    }),
  });
  const why =
    'blue-green was picked: it gives zero-downtime and atomic-cutover; rolling does not give atomic-cutover.';

  test('the preview says which was picked and why', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('20s');
    await story.types('ana', '/deploy shop@1.1.0 to production');
    const seen = story.reads(story.told('ana'));
    expect(seen).toContain('blue-green, about');
    expect(seen).toContain(why);
  });

  test('one that does not give it is refused, and what to do instead', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production --strategy canary');
    expect(story.told('ana').text).toMatch(
      /canary does not fit production\. It needs zero-downtime and atomic-cutover, and canary does not give atomic-cutover\. Leave --strategy out: blue-green is picked\./,
    );
  });

  test('one that was typed was not picked, even where it is the one that would be', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production --strategy blue-green');
    const seen = story.reads(story.told('ana'));
    expect(seen).toContain('blue-green, about');
    expect(seen).not.toContain('was picked');
  });

  test('/release why says it of the deployment, as it was when it was asked for', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to production');
    await story.presses('ana', 'start');
    await story.types('ana', '/release why D-2');
    expect(story.reads(story.told('ana'))).toContain(why);
  });
});
