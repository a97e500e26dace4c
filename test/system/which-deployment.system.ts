import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { needs } from './needs.ts';
import { get, startPrograms, until } from './program.ts';
import { type Alerting, startAlerting } from './real-alerting.ts';

const { here, skipped } = needs('prometheus', 'prometheus-alertmanager');
const TOKEN = 'try-it';
const Messages = z.object({
  messages: z.array(z.object({ ts: z.string(), text: z.string(), blocks: z.unknown() })),
});
type Message = z.infer<typeof Messages>['messages'][number];

/** As docs/sandbox.md has it. A deployment is over before it: what is suspected is what serves. */
const RULES = `
groups:
  - name: errors
    rules:
      - alert: HighErrorRate
        expr: sum by (service, environment) (rate(http_requests_total{code=~"5.."}[10s])) / sum by (service, environment) (rate(http_requests_total[10s])) > 0.03
        for: 20s
        labels: { severity: critical }
        annotations: { summary: 'More than 3 % of requests fail' }
`;
const PEOPLE = { ana: 'U0ANA00001', bo: 'U0BO000001', dana: 'U0DANA0001' };
type Who = keyof typeof PEOPLE;

describe.skipIf(!here)(
  `E. which deployment did it, by a real Prometheus and Alertmanager beside the sandbox${skipped}`,
  () => {
    const programs = startPrograms();
    let alerting: Alerting;
    let url = '';
    let bad = '';

    beforeAll(async () => {
      const env = { FAIRWAY_DATA: programs.folder(), PORT: '0', FAIRWAY_ALERTS_SECRET: TOKEN };
      const program = programs.run(['start'], env);
      url = (await program.says(/sandbox is ready: (http:\/\/\S+)/))[1] ?? '';
      const [, hooks = ''] = await program.says(/ (127\.0\.0\.1:\d+\/hooks\/)<name>/);
      const [, fleet = ''] = await program.says(/measure at (127\.0\.0\.1:\d+)\/metrics/);
      await until(async () => (await get(`${url}/healthz`))?.status === 200);
      const hook = { url: `http://${hooks}prometheus`, token: TOKEN };
      alerting = await startAlerting({ hook, groups: RULES, scraped: [fleet] });
    });
    afterAll(async () => {
      await alerting?.close();
      await programs.clear();
    });

    async function control(act: string, who: Who, body: object): Promise<void> {
      const answer = await fetch(`${url}/_control/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: PEOPLE[who], channel: 'deploys', ...body }),
      });
      expect(await answer.json()).toMatchObject({ ok: true });
    }
    async function types(who: Who, line: string): Promise<void> {
      const [command = '', ...words] = line.split(' ');
      await control('command', who, { command, text: words.join(' ') });
    }
    async function presses(who: Who, { ts }: Message, action: string, channel = 'deploys') {
      await control('click', who, { channel, ts, action_id: action });
    }
    function shows(words: RegExp, { channel = 'deploys', who = 'ana' as Who } = {}) {
      return until(async () => {
        const answer = await get(`${url}/_control/messages/${channel}?user=${PEOPLE[who]}`);
        const { messages } = Messages.parse(JSON.parse(answer?.text ?? '{"messages":[]}'));
        return messages.findLast(({ text }) => words.test(text)) ?? null;
      });
    }

    test('a version that fails some payments reaches everybody, and nothing of Fairway’s judges it', async () => {
      await types('ana', '/deploy checkout@1.5.0-errors to staging');
      await shows(/^checkout 1\.5\.0-errors to staging: succeeded/);
      await types('ana', '/deploy checkout@1.5.0-errors to production');
      await presses('ana', await shows(/^Ready to deploy checkout 1\.5\.0-errors/), 'start');
      const card = await shows(/^ana asks to put checkout 1\.5\.0-errors in production/);
      await presses('bo', card, 'approve');
      await presses('dana', card, 'approve');
      const done = await shows(/^checkout 1\.5\.0-errors to production: succeeded/);
      bad = /\bD-\d+\b/.exec(JSON.stringify(done))?.[0] ?? '';
      expect(bad).toMatch(/^D-\d+$/);
    });

    test('the alert opens an incident, and it is named there first, with the reason', async () => {
      await shows(/^INC-1, open, critical: .*HighErrorRate/, { channel: 'incidents' });
      const named = await shows(
        /^Possible cause for INC-1: checkout 1\.5\.0-errors reached 100 % of production/,
        { channel: 'incidents' },
      );
      expect(JSON.stringify(named.blocks)).toMatch(/Evidence/);
    });

    test('one press there rolls it back, and with the errors the incident is over', async () => {
      const named = await shows(/^Possible cause for INC-1/, { channel: 'incidents', who: 'bo' });
      await presses('bo', named, 'rollback', 'incidents');
      await shows(/^rolled back checkout in production/i);
      await shows(/^INC-1, resolved/, { channel: 'incidents' });
      const taken = new RegExp(`^Possible cause for INC-1.*\\b${bad} is taken back by bo`, 's');
      await shows(taken, { channel: 'incidents' });
    });

    test('the retrospective and DORA tell the story', async () => {
      await types('ana', '/release retro INC-1 markdown');
      const retro = JSON.stringify(await shows(/^Retrospective of INC-1/));
      for (const word of ['HighErrorRate', bad, 'bo', '1.4.1']) expect(retro).toContain(word);
      await types('ana', '/release dora checkout 90d');
      const dora = await shows(/^DORA.*checkout in production/);
      // Of what was there and this one; the rollback is its recovery and no deployment more.
      expect(dora.text).toMatch(
        /Recovery time \d+ (second|minute)s?\b.*; Change fail rate 50 % .*; Rework rate/,
      );
      await shows(/^Chart of DORA's metrics, checkout in production/);
    });

    test('the incident is linked to what broke it and what ended it', async () => {
      await types('ana', '/release incident show INC-1');
      const shown = JSON.stringify((await shows(/^INC-1, resolved/)).blocks);
      expect(shown).toMatch(new RegExp(`Deployments\\*.{2}${bad} \\(cause\\), D-\\d+ \\(fix\\)`));
    });
  },
);
