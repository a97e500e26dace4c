import { createHash } from 'node:crypto';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { AlertSource } from '../domain/incident/source.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Secrets } from '../ports/secrets.ts';
import {
  type Delivery,
  type Headers,
  isBadShape,
  type WebhookSource,
} from '../ports/webhook-source.ts';

export interface Hooks {
  readonly catalog: () => Pick<Catalog, 'alerts'>;
  readonly kinds: Readonly<Record<string, WebhookSource>>;
  readonly secrets: Secrets;
  readonly inbox: Pick<Inbox, 'put'>;
  readonly bell: Bell;
  readonly now: () => Instant;
  readonly log: Log;
}

export interface HookAnswer {
  readonly status: number;
  readonly body: string;
}

/** What a machine posts to `/hooks/<source>`. */
export type HandleHook = (source: string, rawBody: Buffer, headers: Headers) => Promise<HookAnswer>;

/** Each delivery of one source takes its turn so far after the one before: a flood stands behind people. */
const APART_MS = 200;
const REFUSED: HookAnswer = { status: 401, body: '' };
const TAKEN: HookAnswer = { status: 202, body: '' };

/**
 * Proves the sender over the raw bytes, then reads them, then stores what they say, and only then answers:
 * what was answered with 202 is not lost, and a repeat is known by its key for a day. Who is not
 * proved hears nothing, not even whether there is such a source.
 */
export function createHooks(hooks: Hooks): HandleHook {
  const keep = keeping(hooks);
  return async (name, rawBody, headers) => {
    const source = hooks.catalog().alerts?.find((one) => one.name === name);
    const kind = source && hooks.kinds[source.kind];
    if (!source || !kind) return REFUSED;
    const secrets = await secretsOf(source, hooks);
    if (!kind.verify(rawBody, headers, secrets, hooks.now())) return REFUSED;
    const body = parsed(rawBody);
    if (body === undefined) return bad('body', 'is not JSON');
    const read = kind.toAlerts(body, source, hooks.now());
    if (!isBadShape(read)) return keep(name, rawBody, read);
    hooks.log.warn({ source: name, ...read }, 'alerts were not understood');
    return bad(read.path, read.why);
  };
}

function keeping({ inbox, bell, now }: Hooks) {
  const lastTurn = new Map<string, number>();
  return async (name: string, rawBody: Buffer, read: Delivery): Promise<HookAnswer> => {
    if (read.groups.length === 0) return TAKEN;
    const at = now();
    const id = `hook:${name}:${read.id ?? createHash('sha256').update(rawBody).digest('hex')}`;
    const turn = Math.max(at, (lastTurn.get(name) ?? 0) + APART_MS);
    const body = { source: name, groups: read.groups };
    if (await inbox.put({ id, kind: 'alert', body, receivedAt: at, turn })) {
      lastTurn.set(name, turn);
      await bell.ring('inbox', id);
    }
    return TAKEN;
  };
}

async function secretsOf(
  { name, secrets: refs }: AlertSource,
  { secrets, log }: Hooks,
): Promise<readonly string[]> {
  const read = await Promise.all(refs.map((ref) => secrets.read(ref)));
  const known = read.filter((secret) => secret !== null);
  if (known.length === 0)
    log.warn({ source: name, refs }, 'a source of alerts has no secret: all it sends is refused');
  return known;
}

/** undefined where it is no JSON; text that is not UTF-8 is none. */
function parsed(rawBody: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}

function bad(path: string, why: string): HookAnswer {
  return { status: 400, body: `${JSON.stringify({ path, why })}\n` };
}
