import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../src/cli/explain.ts';
import { loadOptions } from '../../src/cli/start/wellspring.ts';
import { findKey } from '../../src/config/explain.ts';
import { loadCatalog } from '../../src/config/load.ts';
import type { SourceFile } from '../../src/config/source.ts';
import { exampleFolder } from '../stories/folder.ts';
import { needs } from '../system/needs.ts';

const git = needs('git');

let acme: readonly SourceFile[];
beforeAll(async () => {
  const loaded = await loadCatalog('examples/acme', loadOptions);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  acme = loaded.files;
});

/** The line of the example on which this stands, from 1. */
const lineOf = (file: string, text: string): number =>
  readFileSync(join('examples/acme', file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('a key of the configuration', () => {
  test.each<[string, unknown, string, string]>([
    ['organisation', 'Acme', 'fairway.yaml', 'organisation: Acme'],
    ['environments.production.aliases', ['prod'], 'fairway.yaml', 'aliases: [prod]'],
    ['people.bo.slack', 'U0BO000001', 'fairway.yaml', 'bo: { name'],
    ['groups.sre.mention', 'S0SRE00001', 'fairway.yaml', 'sre: { members'],
    ['approvals.card data, two people.quorum', 2, 'fairway.yaml', 'quorum: 2'],
    ['onCall.1.group', 'platform', 'fairway.yaml', '{ group: platform'],
    ['services.shop.tier', 1, 'services/shop.yaml', 'tier: 1'],
    ['services.shop.environments.staging.strategy.bake', '3s', 'services/shop.yaml', 'bake: 3s'],
  ])('%s', (key, value, file, text) => {
    const place = { file, line: lineOf(file, text) };
    expect(findKey(acme, key)).toMatchObject({ value, isWritten: true, place });
  });

  test('what is left out says what that means, and where it could stand', () => {
    expect(findKey(acme, 'approvals.production.quorum')).toMatchObject({
      value: 1,
      isWritten: false,
      place: { file: 'fairway.yaml', line: lineOf('fairway.yaml', '- name: production') },
    });
    expect(findKey(acme, 'environments.staging.deployers')).toMatchObject({ value: [] });
  });

  test('what an environment inherits is at the top of the service', () => {
    const text = 'service: api\nowners: [sre]\ncriteria:\n  minRequests: 7\n';
    const files = [...acme, { file: 'services/api.yaml', text }];
    const key = 'services.api.environments.production.criteria.minRequests';
    expect(findKey(files, key)).toMatchObject({
      value: 7,
      isWritten: true,
      place: { file: 'services/api.yaml', line: 4 },
    });
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'environments'],
    ['environments.produktion', 'environments', 'production'],
    ['approvals.production.quota', 'approvals.production', 'quorum'],
    ['channel.topic', 'channel', ''],
  ])('there is no %s', (key, found, follows) => {
    const answer = findKey(acme, key);
    expect(answer).toMatchObject({ found });
    if (follows !== '') expect(answer).toHaveProperty('follows', expect.arrayContaining([follows]));
  });
});

describe.skipIf(!git.here)(`fairway explain, by git${git.skipped}`, () => {
  const said = async (...args: readonly string[]) => {
    const lines: string[] = [];
    const code = await explain(args, (line) => void lines.push(line));
    return { code, text: lines.join('\n') };
  };

  test('names the commit and the author of the line, and nobody for what is not committed', async () => {
    const folder = exampleFolder();
    const first = folder.commit('Ana <ana@acme.example>');
    folder.replace('fairway.yaml', 'slots: 2', 'slots: 1');
    const second = folder.commit('Bo <bo@acme.example>');
    const slots = 'environments.production.slots';
    expect((await said(slots, folder.path)).text).toContain(`commit ${second.slice(0, 12)}`);
    expect((await said('organisation', folder.path)).text).toMatch(
      new RegExp(`who wrote it: Ana <ana@acme.example>, \\S+, commit ${first.slice(0, 12)}`),
    );
    folder.replace('fairway.yaml', 'slots: 1', 'slots: 9');
    expect((await said(slots, folder.path)).text).toMatch(/is 9\n.*\nwho wrote it: nobody knows/);
    folder.remove();
  });

  test('refuses what is not there, and what it does not understand', async () => {
    expect(await said('nothing', 'examples/acme')).toMatchObject({ code: 1 });
    expect(await said('organisation', 'examples')).toMatchObject({ code: 1 });
    expect(await said()).toMatchObject({ code: 2 });
  });
});
