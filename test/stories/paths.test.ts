import { expect, test } from 'vitest';
import { useStory } from './harness.ts';

const rule = { environments: ['production'], quorum: 1 };
const story = useStory({
  rules: (catalog) => ({
    ...catalog,
    approvals: [{ ...rule, name: 'database', groups: ['platform'], paths: ['/migrations/'] }],
  }),
});

test('a rule about files applies where nobody knows which files change, and the preview says so', async () => {
  await story.types('ana', '/deploy shop@1.1.0 to staging');
  await story.after('30s');
  await story.types('ana', '/deploy shop@1.1.0 to production');
  const preview = story.told('ana');
  expect(preview.text).toMatch(/1 approval needed/);
  expect(story.reads(preview)).toMatch(/Which files change is not known/);
  await story.presses('ana', 'cancel');
});

test('where they are known it applies to them alone', async () => {
  await story.types('ana', '/deploy checkout@1.4.2 to staging');
  await story.after('20s');
  await story.types('ana', '/deploy checkout@1.4.2 to production');
  await story.presses('ana', 'start');
  await story.presses('bo', 'approve');
  await story.after('1m');
  await story.types('ana', '/deploy checkout@1.4.3 to staging');
  await story.after('20s');
  await story.types('ana', '/deploy checkout@1.4.3 to production');
  const preview = story.told('ana');
  expect(preview.text).toMatch(/0 approvals needed/);
  expect(story.reads(preview)).not.toMatch(/Which files change/);
});
