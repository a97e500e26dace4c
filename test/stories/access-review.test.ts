import { afterAll, describe, expect, test, vi } from 'vitest';
import { accessReview } from '../../src/cli/access-review.ts';
import { providerTargets } from '../../src/providers/index.ts';
import { needs } from '../system/needs.ts';
import { exampleFolder } from './folder.ts';
import { useStory } from './harness.ts';

const git = needs('git');

const SRE = 'sre: { members: [bo], mention';
const SRE_AND_ELI = 'sre: { members: [bo, eli], mention';

describe.skipIf(!git.here)(
  `4.5 the review of access: who could what, since when, by whom${git.skipped}`,
  () => {
    const folder = exampleFolder();
    folder.replace('fairway.yaml', 'groups:\n', 'auditors: [audit]\n\ngroups:\n  audit: [ana]\n');
    if (git.here) folder.commit('Chen Wei <chen@acme.example>');
    const story = useStory({ folder: folder.path });
    afterAll(folder.remove);

    async function review(...args: readonly string[]): Promise<readonly [number, string]> {
      vi.stubEnv('DATABASE_URL', story.database.url);
      const lines: string[] = [];
      const code = await accessReview(args, (line) => void lines.push(line), providerTargets);
      vi.unstubAllEnvs();
      return [code, lines.join('\n')];
    }

    test('eli is given a right, two others approve it, and it is taken away again', async () => {
      await story.types('ana', '/release access-review production');
      expect(story.told('ana').text).toMatch(
        /bo may approve .* since 2026-11-18 10:00:00 UTC by C-1/,
      );
      folder.replace('fairway.yaml', SRE, SRE_AND_ELI);
      const commit = folder.commit('Dana Okafor <dana@acme.example>');
      await story.looks();
      await story.types('bo', '/release approve C-2');
      await story.types('chen', '/release approve C-2');
      await story.types('ana', '/release access-review production');
      const given = story.reads(story.told('ana'));
      expect(given).toMatch(/Given in this time/);
      expect(given).toMatch(
        /may approve .*shop.* in production by approvals "production" through sre/,
      );
      expect(story.told('ana').text).toContain(
        `by C-2 (${commit.slice(0, 12)}) by Dana Okafor, dana@acme.example, approved by bo, chen`,
      );
      await story.after('10m');
      folder.replace('fairway.yaml', SRE_AND_ELI, SRE);
      folder.commit('Chen Wei <chen@acme.example>');
      await story.looks();
    });

    test('glass is broken and a lock is laid', async () => {
      await story.types('chen', '/release lock shop in staging because "database move"');
      await story.types('chen', '/release unlock shop in staging');
      await story.types('ana', '/deploy shop@1.1.0 to staging');
      await story.after('30s');
      await story.types('bo', '/release blackout add production for 2h because "busy day"');
      await story.types('ana', '/deploy shop@1.1.0 to production');
      await story.presses('ana', 'start:wait');
      await story.types('ana', '/release break-glass D-2 because "checkout is down"');
    });

    test('the auditor sees what eli could and no longer can, and what was done by right', async () => {
      await story.types('ana', '/release access-review');
      const told = story.told('ana');
      const seen = story.reads(told);
      expect(seen).toMatch(/No longer \(\d+\)/);
      expect(told.text).toMatch(
        /eli may approve .* by C-2 .*, until 2026-11-18 [\d:]+ UTC by C-3 /,
      );
      expect(seen).toMatch(/locked: database move/);
      expect(seen).toMatch(/break-glass-asked: checkout is down/);
      expect(told.text.length).toBeLessThan(4_000);
    });

    test('an owner sees nothing of what is not theirs, others are told who may ask', async () => {
      await story.types('chen', '/release access-review production');
      expect(story.told('chen').text).toMatch(/shop/);
      await story.types('eli', '/release access production');
      expect(story.told('eli').text).toMatch(/You can't review .*auditors and owners/);
      await story.types('ana', '/release access-review since 2026-12-24');
      expect(story.told('ana').text).toMatch(/^There is no such time to review\./);
      await story.types('ana', '/release access-review since lately');
      expect(story.told('ana').text).toMatch(/^"lately" is not a day/);
    });

    test('on the command line it is a table, a document or JSON, in full', async () => {
      // The command line goes by the clock of the database, behind which the story may lie.
      const since = ['--since', '2026-11-18', '--until', '2026-11-19'];
      const [code, csv] = await review(...since);
      expect([code, csv.split('\n')[0]]).toEqual([
        0,
        'kind,environment,service,person,may,rule,groups,account,since,atLeast,until,version,commit,writtenBy,approvedBy,how,endedBy,subject',
      ]);
      expect(csv).toMatch(
        /^right,production,shop,eli,approve,.*,true,2026-11-18T10:\d\d:\d\d.\d{3}Z,false,2026-11-18T10:\d\d:\d\d.\d{3}Z,C-2,[0-9a-f]{40},Dana Okafor dana@acme.example,bo chen,approved,"?C-3/m,
      );
      expect(csv).toMatch(/^lock,staging,shop,chen,locked: database move,.*,lock:shop:staging#1$/m);
      expect(csv).toMatch(/^break-glass,production,shop,ana,break-glass-asked: checkout is down,/m);
      const width = csv
        .split('\n')
        .map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(',').length);
      expect(new Set(width)).toEqual(new Set([18]));
      const [, document] = await review(...since, '--as=markdown');
      expect(document).toMatch(/^# Access to Acme\n/);
      expect(document).toMatch(/## No longer \(\d+\)\n\n\| Who \| What /);
      const [, json] = await review(...since, '--json');
      expect(JSON.parse(json).rights.length).toBeGreaterThan(10);
      expect((await review('--since=never'))[0]).toBe(2);
      expect((await review('--since=2026-11-18', 'examples/acme'))[0]).toBe(2);
    });
  },
);
