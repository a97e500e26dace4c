import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { NOTE_SHORTCUT } from '../../src/slack/on-shortcut.ts';
import { manifestSchema } from './manifest-schema.ts';
import { root } from './source-files.ts';

const isManifest = new Ajv({ allErrors: true, strict: true }).compile(manifestSchema);

/** The parts of a manifest the tests speak about; the schema above knows the rest. */
const Manifest = z.looseObject({
  features: z.looseObject({
    slash_commands: z.array(z.looseObject({ command: z.string(), url: z.string().optional() })),
    shortcuts: z.array(z.looseObject({ type: z.string(), callback_id: z.string() })),
  }),
  oauth_config: z.object({
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()) }),
  }),
  settings: z.looseObject({
    socket_mode_enabled: z.boolean(),
    event_subscriptions: z.looseObject({ bot_events: z.array(z.string()) }),
  }),
});

function read(file: string): unknown {
  return parse(readFileSync(join(root, file), 'utf8'));
}

const addressKeys = ['url', 'request_url', 'message_menu_options_url'];

/** The manifest without anything that says how Slack reaches us, and the addresses it named. */
function withoutTransport(value: unknown): { readonly rest: unknown; readonly urls: unknown[] } {
  const urls: unknown[] = [];
  const rest: unknown = JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === 'socket_mode_enabled') return undefined;
      if (!addressKeys.includes(key)) return inner;
      urls.push(inner);
      return undefined;
    }),
  );
  return { rest, urls };
}

describe.each(['manifest.yml', 'manifest.socket.yml'])('%s', (file) => {
  const manifest = read(file);
  const known = Manifest.parse(manifest);

  test("fits Slack's manifest schema 2", () => {
    isManifest(manifest);
    expect(isManifest.errors ?? []).toEqual([]);
  });

  test('asks for the least: what it cannot work without, and six scopes people may refuse', () => {
    const { bot, bot_optional: optional } = known.oauth_config.scopes;
    expect(bot.filter((scope) => !optional.includes(scope))).toEqual([
      'commands',
      'chat:write',
      'app_mentions:read',
      'users:read',
    ]);
    expect(optional).toEqual([
      'channels:history',
      'groups:history',
      'channels:read',
      'groups:read',
      'files:write',
      'canvases:write',
    ]);
  });

  // Slack refuses an optional scope that is not in the list itself (the app manifest reference, oauth).
  test('names every optional scope among its scopes', () => {
    const { bot, bot_optional: optional } = known.oauth_config.scopes;
    expect(bot).toEqual(expect.arrayContaining(optional));
  });

  test('has the one shortcut that Fairway listens to', () => {
    expect(known.features.shortcuts).toEqual([
      expect.objectContaining({ type: 'message', callback_id: NOTE_SHORTCUT }),
    ]);
  });

  test('has the three commands and hears the events it answers', () => {
    const commands = known.features.slash_commands.map((one) => one.command);
    expect(commands).toEqual(['/deploy', '/rollback', '/release']);
    const { bot_events: events } = known.settings.event_subscriptions;
    expect(events).toEqual(['app_home_opened', 'app_mention']);
  });
});

describe('the two transports', () => {
  const http = read('manifest.yml');
  const socket = read('manifest.socket.yml');

  test('describe the same app', () => {
    expect(withoutTransport(socket).rest).toEqual(withoutTransport(http).rest);
  });

  test('HTTP names one address everywhere, Socket Mode none', () => {
    const { urls } = withoutTransport(http);
    expect(urls).toHaveLength(6);
    expect(new Set(urls).size).toBe(1);
    expect(withoutTransport(socket).urls).toEqual([]);
  });

  test('Socket Mode is switched on in one of them', () => {
    expect(Manifest.parse(http).settings.socket_mode_enabled).toBe(false);
    expect(Manifest.parse(socket).settings.socket_mode_enabled).toBe(true);
  });
});

describe('the schema refuses what Slack refuses', () => {
  const good = JSON.stringify(read('manifest.yml'));
  test.each([
    ['a long name', '"name":"Fairway"', `"name":"${'F'.repeat(36)}"`],
    ['a short long description', /"long_description":"[^"]+"/, '"long_description":"Releases."'],
    ['a command without a slash', '"/deploy"', '"deploy"'],
    ['a long name of a shortcut', '"Note for the retro"', '"Note for the retrospective"'],
    ['a wrong version', '"major_version":2', '"major_version":1'],
    ['an unknown key', '"oauth_config"', '"oauth_confg"'],
    ['a plain http address', '"request_url":"https:', '"request_url":"http:'],
    ['mentions left as names', '"should_escape":true', '"should_escape":false'],
  ])('%s', (_what, from, to) => {
    const changed = good.replace(from, to);
    expect(changed).not.toBe(good);
    expect(isManifest(JSON.parse(changed))).toBe(false);
  });
});
