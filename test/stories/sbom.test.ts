import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../src/domain/catalog/catalog.ts';
import { ValidationFile } from '../../src/domain/verdict/validation.ts';
import { createProbes } from '../../src/providers/probes/index.ts';
import { useStory } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairway-story-sbom-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(version: string, ...parts: readonly string[]): void {
  const components = parts.map((one) => {
    const [name = '', at = '', licence = ''] = one.split(' ');
    const licenses = [{ license: { id: licence } }];
    return { type: 'library', name, version: at, purl: `pkg:npm/${name}@${at}`, licenses };
  });
  const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components });
  writeFileSync(join(folder, `shop-${version}.json`), text);
}

/** Nothing of shop in staging may stand under a licence that its lawyers do not take. */
function compared(example: Catalog): Catalog {
  const file = { kind: 'sbom', owner: 'platform', otherwise: 'rollback', within: '1s' };
  const where = { file: `${folder}/{service}-{version}.json`, deny: { licences: ['AGPL-*'] } };
  const validations = [{ ...ValidationFile.parse({ ...file, ...where }), name: 'parts' }];
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

describe('7.6 what a version is built of, beside what served before', () => {
  const story = useStory({ rules: compared, probes: { probes: createProbes({ env: {} }) } });
  write('1.0.0', 'lodash 4.17.20 MIT');

  test('a list that is not there passes nothing: its owners are asked, and told which', async () => {
    await story.types('ana', '/deploy shop@1.1.0 to staging');
    await story.after('1m');
    const card = story.message(/^shop 1\.1\.0 to staging/);
    expect(story.thread(card).join('\n')).toMatch(
      /could not be looked at: the SBOM of shop 1\.1\.0: there is no file .*shop-1\.1\.0\.json; put it into/,
    );
  });

  test('once it is there, and is as it must be, it goes on and says what differs', async () => {
    write('1.1.0', 'lodash 4.17.21 MIT');
    await story.types('ana', '/release resume D-1');
    await story.after('1m');
    const card = story.message(/^shop 1\.1\.0 to staging: succeeded/);
    const says = /Against 1\.0\.0: 1 in another version \(lodash from 4\.17\.20 to 4\.17\.21\)/;
    expect(story.thread(card).join('\n')).toMatch(says);
    await story.types('ana', '/release show D-1');
    expect(story.reads(story.told('ana'))).toMatch(
      /Validations\s+parts\s*:\s+Against 1\.0\.0: 1 in another/,
    );
  });

  test('what is denied goes back, and its name is said', async () => {
    write('1.2.0-slow', 'lodash 4.17.21 MIT', 'ghost 1.0.0 AGPL-3.0-only');
    await story.types('ana', '/deploy shop@1.2.0-slow to staging');
    await story.after('2m');
    const card = story.message(/^shop 1\.2\.0-slow to staging/);
    expect(story.thread(card).join('\n')).toMatch(
      /The validation "parts": ghost 1\.0\.0 is under AGPL-3\.0-only, which is denied\. Against 1\.1\.0: 1 new \(ghost 1\.0\.0\); 1 licence new \(AGPL-3\.0-only\)/,
    );
    story.message(/^shop 1\.1\.0 to staging: .*succeeded/);
  });
});
