import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const production = { service: 'shop', environment: 'production' };

/** What the provider misses, as its answer stands now. */
const missing: string[] = [];
/** What it would run there, as it stands now. */
const prints: Record<string, string> = { './shift': 'sha256:1', './finish': 'sha256:2' };

describe('the way back is ready before anybody meets the new version', () => {
  const story = useStory({
    probes: { toolsAt: async () => ({ lacks: missing, prints: { ...prints } }) },
  });
  const serving = (): readonly string[] =>
    story.world
      .live(production)
      .filter((one) => one.percent > 0)
      .map((one) => `${one.version} ${one.percent} %`)
      .toSorted();

  async function approved(version: string): Promise<void> {
    await story.types('ana', `/deploy shop@${version} to production`);
    await story.presses('ana', 'start');
    await story.after('3s');
    await story.presses('bo', 'approve');
    await story.after('9s');
  }

  test('6.3 the card says what one would return to, and the button is armed', async () => {
    story.world.steady(production, 40);
    for (const version of ['1.1.0', '1.2.0-slow']) {
      await story.types('ana', `/deploy shop@${version} to staging`);
      await story.after('30s');
    }
    await approved('1.1.0');
    await story.after('8s');
    const card = story.message(/^shop 1\.1\.0 to production: step 4 of 9/);
    const shown = JSON.stringify(card);
    expect(shown).toMatch(/Rollback ready: \*?1\.0\.0/);
    expect(shown).toMatch(/"text":"Roll back…"[^}]*}[^}]*"style":"danger"|"style":"danger"/);
    expect(shown).toContain('it is there and needs no registry');
  });

  test('6.3 with the registry gone in the middle, going back works and pulls nothing', async () => {
    story.world.setRegistry(false);
    await story.types('bo', '/rollback shop in production because "checkout errors"');
    await story.after('10s');
    story.message(/^Rolled back shop in production from 1\.1\.0 to 1\.0\.0\. Asked for by bo/);
    expect(serving()).toEqual(['1.0.0 100 %']);
    const back = story.world.effects().filter(({ key }) => key.startsWith('D-4:'));
    expect(back.map(({ kind }) => kind)).toEqual(['start', 'shift', 'finish']);
    story.world.setRegistry(true);
  });

  test('6.3 where it is not ready people are asked before anybody meets it, and say so by resuming', async () => {
    missing.push('the program ./shift for shift cannot be run');
    await approved('1.2.0-slow');
    await story.after('3s');
    const held = story.message(
      /^shop 1\.2\.0-slow to production: step 1 of 9.*held by fairway \(there is no way back to 1\.0\.0 in production: the program \.\/shift for shift cannot be run/,
    );
    expect(story.offers(held)).not.toContain('rollback');
    expect(serving()).toEqual(['1.0.0 100 %']);
    await story.presses('bo', 'resume', held);
    await story.after('8s');
    const card = JSON.stringify(story.message(/^shop 1\.2\.0-slow to production: step [34] of 9/));
    expect(card).toContain('Not ready: the program ./shift for shift cannot be run');
    expect(card).toContain('Roll back, not ready…');
    expect(card).toContain('It is tried all the same');
  });

  test('6.3 mended since, the last look arms the button, which says what became another one', async () => {
    await story.presses('bo', 'rollback', story.message(/^shop 1\.2\.0-slow to production: step/));
    await story.after('15s');
    expect(serving()).toEqual(['1.0.0 100 %']); // what is missing holds no rollback
    missing.length = 0;
    await approved('1.1.0');
    await story.after('8s'); // by now the first 40 % have met it
    prints['./shift'] = 'sha256:3';
    await story.after('3m');
    const card = JSON.stringify(story.message(/^shop 1\.1\.0 to production: succeeded/));
    expect(card).toContain('"Rollback ready: "');
    expect(card).toMatch(/; changed since the first look: .*"text":"\.\/shift"/);
    expect(card).toContain('Changed since the first look: ./shift.');
  });
});
