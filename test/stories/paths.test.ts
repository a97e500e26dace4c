import { expect, test } from 'vitest';
import { FailureMode } from '../../src/domain/risk/failure-mode.ts';
import { useStory } from './harness.ts';

const mode = (name: string, services: string[], paths: string[]) =>
  FailureMode.parse({ name, services, paths, says: `${name} is what happens.` });
const rule = { environments: ['production'], quorum: 1 };
const story = useStory({
  rules: (catalog) => ({
    ...catalog,
    approvals: [{ ...rule, name: 'database', groups: ['platform'], paths: ['/migrations/'] }],
    failureModes: [
      mode('Cards charged twice', ['checkout'], ['/src/pay.ts']),
      mode('Tables are locked', ['shop', 'checkout'], ['/migrations/']),
      mode('Tax is lost', ['billing'], ['/src/pay.ts']),
    ],
  }),
});

test('a rule about files applies where nobody knows which files change, and the preview says so', async () => {
  await story.types('ana', '/deploy shop@1.1.0 to staging');
  await story.after('30s');
  await story.types('ana', '/deploy shop@1.1.0 to production');
  const preview = story.told('ana');
  expect(preview.text).toMatch(/1 approval needed/);
  expect(story.reads(preview)).toMatch(/Which files change is not known/);
  expect(story.reads(preview)).toMatch(
    /Known to go wrong[\s\S]*Tables are locked\s*\(if its files change\)/,
  );
  expect(story.reads(preview)).not.toMatch(/Cards charged twice|Tax is lost/);
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
  expect(story.reads(preview)).toMatch(
    /Known to go wrong[\s\S]*Cards charged twice\s*\(src\/pay\.ts\)/,
  );
  expect(story.reads(preview)).not.toMatch(/Tables are locked|Tax is lost/);
});
