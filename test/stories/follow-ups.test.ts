import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ValidationFile } from '../../src/domain/verdict/validation.ts';
import { createProbes } from '../../src/providers/probes/index.ts';
import { useStory } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairway-story-follow-ups-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether what an auditor wrote of shop in staging is there is the platform's, and lets a version through. */
function validated(example: Catalog): Catalog {
  const audit = { kind: 'evidence', file: `${folder}/{version}.txt`, fresh: '7d' };
  const shared = { contains: 'passed', owner: 'platform', otherwise: 'follow-up' };
  const validations = [{ ...ValidationFile.parse({ ...audit, ...shared }), name: 'audit' }];
  return {
    ...example,
    services: example.services.map((service) => {
      const { staging } = service.environments;
      if (service.name !== 'shop' || !staging) return service;
      const environments = { ...service.environments, staging: { ...staging, validations } };
      return { ...service, environments };
    }),
  };
}

describe('7.6 what was let through stands in the App Home of whoever follows it up', () => {
  const story = useStory({ rules: validated, probes: { probes: createProbes({ env: {} }) } });
  function writes(version: string, text: string): void {
    const file = join(folder, `${version}.txt`);
    writeFileSync(file, text);
    utimesSync(file, story.now() / 1_000, story.now() / 1_000);
  }
  const reads = async (who: string) => {
    await story.opensHome(who);
    return story.reads(story.home(who));
  };

  test('of nobody while nothing is owed', async () => {
    expect(await reads('bo')).not.toMatch(/Follow-ups/);
  });

  test('of the members of the group that answers for it, and of nobody else', async () => {
    writes('1.1.0', 'refused');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(await reads('bo')).toMatch(
      /Follow-ups of yours\s+audit\s+of shop 1\.1\.0 to staging \(\s*D-1\s*, platform\):\s+the evidence does not contain "passed"/,
    );
    expect(await reads('dana')).not.toMatch(/Follow-ups/);
  });

  test('until somebody says there what was done', async () => {
    await reads('bo');
    await story.pressesAtHome('bo', 'followup:D-1:audit');
    await story.submits('bo', { because: 'signed by the auditor' });
    const card = story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(story.thread(card).at(-1)).toMatch(/bo followed up "audit": signed by the auditor/);
    expect(await reads('bo')).not.toMatch(/Follow-ups/);
  });

  test('and of nobody where it is as it must be', async () => {
    writes('1.0.0', 'all passed');
    await story.types('ana', '/deploy shop@1.0.0 to staging');
    await story.after('1m');
    const card = story.message(/^shop 1\.0\.0 to staging: succeeded/);
    expect(story.thread(card).join('\n')).toContain('The validation "audit": the evidence is');
    expect(await reads('bo')).not.toMatch(/Follow-ups/);
  });
});
