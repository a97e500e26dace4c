import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/kernel/time.ts';
import { useStory } from './harness.ts';

/** Chen hands platform over to bo on Monday at nine in Berlin. */
const SUNDAY = instant(Date.UTC(2026, 10, 22, 20));

describe('7.2 whoever comes on call is told what is open', () => {
  const story = useStory({ start: SUNDAY });
  /** What somebody was told in a direct message. */
  const direct = (user: string): readonly string[] => {
    const dm = story.slack.state().channels.find((one) => one.is_im && one.members.includes(user));
    return dm ? story.slack.messages(dm.id, user).map(({ text }) => text ?? '') : [];
  };

  test('asked for at any time: the worst first, and what there is none of', async () => {
    await story.types('ana', '/deploy search@2.1.0 to staging');
    await story.after('30s');
    await story.types('ana', '/release incident open search in staging because "no results"');
    await story.after('2s');
    await story.types('bo', '/release handover search');
    const seen = story.told('bo');
    expect(seen.text).toMatch(/^Hand-over of search: open incidents: 1/);
    expect(story.reads(seen).replaceAll('\n', '')).toMatch(
      /INC-1, error: no results; nobody is on it/,
    );
    expect(story.reads(seen)).toMatch(/None: stopped lines, waiting for a person, running/);
    await story.types('bo', '/release handover serch');
    expect(story.told('bo').text).toMatch(/"serch" is no service and owns none.*handover search/s);
  });

  test('when the turn changes, its person gets one direct message, and nobody else', async () => {
    expect(direct('U0BO000001')).toEqual([]);
    await story.later('12h'); // Monday, nine in Berlin
    await story.after('10s');
    await story.after('1m');
    await story.later('30m');
    const told = direct('U0BO000001').filter((text) => text.includes('on call for platform'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/until 2026-11-30 08:00.*Hand-over of platform: open incidents: 1/);
    expect(direct('U0CHEN0001').filter((text) => text.includes('on call'))).toEqual([]);
  });
});
