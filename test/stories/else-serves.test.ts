import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

const staging = { service: 'shop', environment: 'staging' };

describe('a rollback meets a version that neither it nor what it returns from put there', () => {
  const story = useStory();

  test('6.3 it asks people, and names what serves', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('30s');
    story.world.replace(staging, '1.2.0-slow');
    const why = 'something else serves by now';
    story.world.fault({
      call: 'shift',
      kind: 'answer',
      answer: { kind: 'failed', why, retryable: false },
    });
    await story.types('bo', '/rollback shop in staging because "checkout errors"');
    await story.after('5s');
    story.message(
      /held by fairway \(1\.2\.0-slow serves staging, and not 1\.1\.0, from which D-2 goes back \(something else serves by now\)\. Resume: 1\.0\.0 takes the place of 1\.2\.0-slow/,
    );
    expect(story.world.live(staging).find(({ percent }) => percent === 100)?.version).toBe(
      '1.2.0-slow',
    );
  });

  test('6.3 once somebody resumes it goes back from that', async () => {
    await story.types('bo', '/release resume D-2');
    await story.after('10s');
    story.message(/^Rolled back shop in staging from 1\.2\.0-slow to 1\.0\.0/);
    expect(story.world.live(staging).filter(({ percent }) => percent > 0)).toMatchObject([
      { version: '1.0.0', percent: 100 },
    ]);
  });
});
