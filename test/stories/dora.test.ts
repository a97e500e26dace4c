import { afterAll, describe, expect, test, vi } from 'vitest';
import { createDrawing } from '../../src/providers/charts/draw.ts';
import { createQuietLog } from '../slack/fakes/quiet-log.ts';
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
    await story.types('bo', '/release dora search 30d show lead');
    expect(story.told('bo').text).toBe('Longest lead times: search in production: none.');
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

describe('8.6 the chart of DORA', () => {
  const drawing = createDrawing(createQuietLog());
  afterAll(drawing.close);
  const story = useStory({ draw: drawing.draw, scopes: ['files:write'] });
  const picture = () => {
    const told = story.told('bo');
    const blocks = told.blocks as readonly { readonly [key: string]: unknown }[];
    return blocks.find(({ type }) => type === 'image');
  };

  test('there is none while nothing was deployed', async () => {
    await story.types('bo', '/release dora shop 30d in staging');
    expect(picture()).toBeUndefined();
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
  });

  test('follows the numbers, as a picture that only they see, with its numbers in words', async () => {
    await story.types('bo', '/release dora shop 30d in staging');
    expect(story.told('bo').text).toMatch(/^DORA: shop in staging: Lead time/);
    const shown = await vi.waitFor(() => picture() ?? expect.fail(), { timeout: 90_000 });
    expect(shown?.['alt_text']).toMatch(/^Chart of DORA's metrics, shop in staging.*By 5 days/);
    expect(story.told('bo').text).toBe(shown?.['alt_text']);
    const { id } = shown['slack_file'] as { id: string };
    const answer = await fetch(`${story.slack.url()}/_file/${id}`);
    expect([...Buffer.from(await answer.arrayBuffer()).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  });

  test('is uploaded once, and the same when the period is over', async () => {
    await story.after('1m');
    const line = '/release dora shop 30d in staging until 2026-11-18T10:00:40Z';
    await story.types('bo', line);
    const first = await vi.waitFor(() => picture() ?? expect.fail(), { timeout: 90_000 });
    const { ts } = story.told('bo');
    await story.types('bo', line);
    const other = () => (story.told('bo').ts === ts ? undefined : picture());
    const again = await vi.waitFor(() => other() ?? expect.fail(), { timeout: 90_000 });
    expect(again['slack_file']).toEqual(first['slack_file']);
  });

  test('App Home has the five numbers of the services one owns', async () => {
    await story.opensHome('chen');
    const home = story.reads(story.home('chen'));
    expect(home).toMatch(/DORA, last 90 days/);
    expect(home).toMatch(/lead time none · 0 a week · recovery none/);
    expect(home).toMatch(/change fail rate none · rework none/);
    await story.opensHome('gus');
    expect(story.reads(story.home('gus'))).not.toMatch(/DORA/);
  });
});

describe('8.6 without the scope', () => {
  const drawing = createDrawing(createQuietLog());
  afterAll(drawing.close);
  const story = useStory({ draw: drawing.draw });

  test('the numbers stand alone, and how to get the chart is said', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    await story.types('bo', '/release dora shop 30d in staging');
    await vi.waitFor(() => expect(story.told('bo').text).toMatch(/scope files:write/), {
      timeout: 90_000,
    });
    await story.types('bo', '/release dora shop 30d in staging');
    expect(story.told('bo').text).toMatch(/^DORA: shop/);
    expect(story.reads(story.told('bo'))).toMatch(/There is no chart: the app may not upload/);
  });
});
