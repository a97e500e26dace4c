import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createLocalSlack, type LocalSlack } from '../../src/sandbox/slack/index.ts';
import { scriptTarget } from '../providers/fixtures/script-world.ts';
import { LIMIT_MS, type Program, type Programs, until } from './program.ts';

const TOKENS = {
  botToken: 'xoxb-test-0123456789',
  signingSecret: '0123456789abcdef0123456789abcdef',
  appToken: 'xapp-1-A0TEST-0123-abcdef',
};
const ANA = 'U0ANA00001';
const ORGANISATION = `
organisation: Test
environments:
  staging: { provider: command, protected: false }
people:
  ana: { slack: ${ANA} }
groups:
  platform: [ana]
`;
const State = z.object({ effects: z.array(z.object({ key: z.string(), kind: z.string() })) });

/** An organisation that deploys by a script, and a Slack-shaped server: all that is real about it is Fairway. */
export interface RealWorld {
  readonly slack: LocalSlack;
  /** The variables of a real start beside DATABASE_URL, by transport. */
  env(transport: 'http' | 'socket'): NodeJS.ProcessEnv;
  /** Starts a Fairway and waits until it says where it answers; Slack then reaches it there. */
  fairway(env: NodeJS.ProcessEnv): Promise<{ readonly program: Program; readonly url: string }>;
  /** Ana types it into #deploys. */
  types(line: string): Promise<{ readonly ok: boolean }>;
  /** Waits for a message of #deploys. */
  shows(words: RegExp, withinMs?: number): Promise<string>;
  /** What the script really did, in order. */
  effects(): readonly string[];
  /** The idempotency key of each. */
  effectKeys(): readonly string[];
}

/** @param folder where its configuration lies; left out: an organisation that deploys by a script */
export function realWorld(
  programs: Programs,
  {
    socket = false,
    bake = '1s',
    folder = organisation(programs.folder(), bake),
  }: { readonly socket?: boolean; readonly bake?: string; readonly folder?: string } = {},
): RealWorld {
  const effects = () =>
    State.parse(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).effects;
  const slack = createLocalSlack({
    app: {
      ...TOKENS,
      commands: ['/deploy', '/rollback', '/release'].map((command) => ({
        command,
        usageHint: '',
        description: command,
      })),
      scopes: [
        'commands',
        'chat:write',
        'app_mentions:read',
        'users:read',
        'channels:history',
        'channels:read',
      ],
    },
    deliver: socket ? 'socket' : {},
    rateLimits: 'off',
  });
  return {
    slack,
    env: (transport) => ({
      SLACK_BOT_TOKEN: TOKENS.botToken,
      ...(transport === 'http'
        ? { SLACK_SIGNING_SECRET: TOKENS.signingSecret }
        : { SLACK_APP_TOKEN: TOKENS.appToken }),
      SLACK_API_URL: `${slack.url()}/api/`,
      FAIRWAY_CONFIG: folder,
      FAIRWAY_HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      DEPLOY_STATE: join(folder, 'state.json'),
    }),
    async fairway(env) {
      const program = programs.run(['start'], env);
      const [, port] = await program.says(/answers on port (\d+)/);
      const url = `http://127.0.0.1:${port}`;
      if (env['FAIRWAY_ROLE'] !== 'worker') slack.setRequestUrl(`${url}/slack/events`);
      return { program, url };
    },
    types(line) {
      const [command = '', ...rest] = line.split(' ');
      return slack.command({ user: ANA, channel: 'deploys', command, text: rest.join(' ') });
    },
    shows: (words, withinMs = LIMIT_MS) =>
      until(
        () => slack.messages('deploys').find(({ text }) => words.test(text))?.text ?? null,
        withinMs,
      ),
    effects: () => effects().map(({ kind }) => kind),
    effectKeys: () => effects().map(({ key }) => key),
  };
}

/** A folder with configuration and the state of the script's world, where 1.0.0 serves alone. */
function organisation(folder: string, bake: string): string {
  const live = built('1.0.0');
  mkdirSync(join(folder, 'services'));
  writeFileSync(join(folder, 'fairway.yaml'), ORGANISATION);
  const service = {
    service: 'shop',
    owners: ['platform'],
    strategy: { kind: 'rolling', batches: [50], bake },
    target: scriptTarget(),
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'services/shop.yaml'), JSON.stringify(service));
  const state = {
    epoch: 0,
    versions: [live, built('1.1.0'), built('1.2.0')],
    live: [{ ...live, percent: 100, healthy: true }],
    staged: [live.digest],
    keys: [],
    effects: [],
    faults: [],
  };
  writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
  return folder;
}

function built(version: string): { readonly version: string; readonly digest: string } {
  return { version, digest: `sha256:${createHash('sha256').update(version).digest('hex')}` };
}
