import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const search = { service: 'search', environment: 'production' };

describe('8.6 DORA of a service', () => {
  const story = useStory();

  test('counts what was deployed, with the times of its commits, and what was rolled back', async () => {
    story.world.steady(search, 40);
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/deploy search@2.1.0 to production because "spelling"');
    await story.presses('ana', 'start');
    await story.presses('dana', 'approve');
    await story.after('3m');
    await story.types('bo', '/release dora search 30d');
    expect(story.told('bo').text).toMatch(/^DORA: search in production: Lead time /);
    expect(story.told('bo').text).toMatch(/Deployment frequency 0\.2 a week/);
    expect(story.told('bo').text).toMatch(/Change fail rate 0 %/);
    await story.types('dana', '/rollback search in production because "too many words found"');
    await story.presses('dana', 'rollback');
    await story.after('1m');
    await story.types('bo', '/release dora search 30d');
    expect(story.told('bo').text).toMatch(/Change fail rate 50 %.*Rework rate 50 %/);
  });

  test('the deployments behind a number are one press away', async () => {
    await story.presses('bo', 'dora:failed');
    expect(story.told('bo').text).toMatch(/^Failed: search in production: D-\d+\.$/);
  });

  test('a period that is over gives the same answer, and what lies ahead is refused', async () => {
    await story.types('bo', '/release dora search 7d until 2026-11-17');
    expect(story.told('bo').text).toMatch(/Change fail rate none/);
    await story.types('bo', '/release dora search 7d until 2031-01-01');
    expect(story.told('bo').text).toMatch(/That lies ahead/);
    await story.types('bo', '/release dora search sometimes');
    expect(story.told('bo').text).toMatch(/"sometimes" is not a period/);
    await story.types('ana', '/release dora 30d');
    expect(story.told('ana').text).toMatch(/^DORA, service by service: .*search in production/);
  });
});
