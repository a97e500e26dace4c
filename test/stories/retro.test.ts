import { describe, expect, test } from 'vitest';
import { useStory } from './harness.ts';

describe('7.7 how it went, for those who talk about it afterwards', () => {
  const story = useStory();
  /** The whole document, as one copies it. */
  async function document(id: string): Promise<string> {
    await story.types('eli', `/release retro ${id} markdown`);
    return story.reads(story.told('eli'));
  }

  test('notes are kept with their time, by command and in the thread', async () => {
    for (const version of ['1.4.2', '1.4.3']) {
      await story.types('ana', `/deploy checkout@${version} to staging`);
      await story.after('1m');
    }
    await story.types('chen', '/release note D-2 the queue grew a minute before');
    expect(story.told('chen').text).toBe('Noted for the retrospective of D-2.');
    const card = story.message(/^checkout 1\.4\.3/);
    await story.mentions('bo', 'note customers called first, because the page was slow', card);
    await story.after('5s');
    expect(story.thread(card).join('\n')).toMatch(
      /bo noted: customers called first, because the page/,
    );
    await story.types('chen', '/release note D-2');
    expect(story.told('chen').text).toMatch(/What you saw is missing/);
    await story.types('gus', '/release note D-2 hello');
    expect(story.told('gus').text).toMatch(/can look, but never decide/);
  });

  test('an incident has one as well: its times, its deployments, who decided what', async () => {
    await story.types(
      'chen',
      '/release incident open checkout in staging because "cards are charged twice"',
    );
    await story.after('2m');
    await story.types('chen', '/release incident take INC-1');
    await story.types('chen', '/release note inc-1 only new cards');
    await story.types('chen', '/release incident link INC-1 D-2');
    await story.types('chen', '/rollback checkout in staging because INC-1');
    await story.after('2m');
    await story.types('chen', '/release incident resolve INC-1 because "charged once again"');
    await story.types('ana', '/release action INC-1 "charge in the smoke test, too" --owner chen');
    const text = await document('INC-1');
    expect(text.match(/^#+ .*/gm)).toEqual([
      '# Retrospective of INC-1: cards are charged twice',
      ...[
        '## How long',
        '## Evidence',
        '## Deployments',
        '## Marked for this',
        '## What people decided',
      ],
      ...['## What happened', '## What went well', '## What did not', '## What changes'],
    ]);
    expect(text).toMatch(/chen was in command\. It is over: charged once again\./);
    expect(text).toMatch(/- Until somebody took command: 2 minutes/);
    expect(text).toMatch(/- D-2, named as what broke it by chen: .* D-3 returned to 1\.4\.2\./);
    expect(text).toMatch(/- \[ \] A-1 .*charge in the smoke test, too/);
    expect(text).toMatch(/`INC-1#\d+` chen noted: only new cards/);
  });

  test('and the deployment tells of the incident, the notes and what changes', async () => {
    const text = await document('D-2');
    expect(text).toMatch(/## Incidents\n\n- INC-1/);
    expect(text).toMatch(/chen noted: the queue grew a minute before/);
    expect(text).toMatch(/- \[ \] A-1/);
    await story.types('eli', '/release retro D-2');
    expect(story.told('eli').text).toMatch(/^Retrospective of checkout 1\.4\.3 to staging \(D-2\)/);
    await story.types('eli', '/release retro INC-9');
    expect(story.told('eli').text).toMatch(/There is no incident INC-9/);
  });

  test('as a document it is a canvas of whoever asked, one for each asking', async () => {
    const canvases = () => story.slack.state().canvases;
    await story.types('eli', '/release retro D-2 document');
    const [canvas] = canvases();
    expect(canvas).toMatchObject({
      title: 'Retrospective of checkout 1.4.3 to staging (D-2)',
      users: ['U0ELI00001'],
      markdown: expect.stringMatching(/^checkout 1\.4\.3 to staging succeeded.*## What changes/s),
    });
    expect(story.told('eli').text).toContain(
      `slack.com/docs/${story.slack.state().team.id}/${canvas?.id}`,
    );
    await story.types('eli', '/release retro D-2');
    await story.after('1m');
    expect(canvases()).toHaveLength(1);
    await story.types('eli', '/release retro INC-1 canvas');
    expect(canvases()).toHaveLength(2);
  });
});
