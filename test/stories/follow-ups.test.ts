import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ValidationFile } from '../../src/domain/verdict/validation.ts';
import { createFakeProbes } from '../fakes/fake-probes.ts';
import { useStory } from './harness.ts';

/** Whether the certificate of shop in staging lasts is the platform's, and lets a version through. */
function validated(example: Catalog): Catalog {
  const file = { kind: 'tls', owner: 'platform', host: 'shop.example', otherwise: 'follow-up' };
  const validations = [{ ...ValidationFile.parse(file), name: 'certificate' }];
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
  const probes = createFakeProbes();
  const story = useStory({ rules: validated, probes: { probes } });
  const reads = async (who: string) => {
    await story.opensHome(who);
    return story.reads(story.home(who));
  };

  test('of nobody while nothing is owed', async () => {
    expect(await reads('bo')).not.toMatch(/Follow-ups/);
  });

  test('of the members of the group that answers for it, and of nobody else', async () => {
    probes.find('certificate', 'red');
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(await reads('bo')).toMatch(
      /Follow-ups of yours\s+certificate\s+of shop 1\.1\.0 to staging \(\s*D-1\s*, platform\):\s+not as it must be/,
    );
    expect(await reads('dana')).not.toMatch(/Follow-ups/);
  });

  test('until somebody says there what was done', async () => {
    await reads('bo');
    await story.pressesAtHome('bo', 'followup:D-1:certificate');
    await story.submits('bo', { because: 'renewed until March' });
    const card = story.message(/^shop 1\.1\.0 to staging: succeeded/);
    expect(story.thread(card).at(-1)).toMatch(/bo followed up "certificate": renewed until March/);
    expect(await reads('bo')).not.toMatch(/Follow-ups/);
  });
});
