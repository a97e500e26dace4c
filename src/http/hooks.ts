import { createHash } from 'node:crypto';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { ChangeSource } from '../domain/elsewhere/source.ts';
import type { TicketSource } from '../domain/feedback/source.ts';
import { concerns, type Publisher } from '../domain/governance/publication.ts';
import type { AlertSource } from '../domain/incident/source.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Bell } from '../ports/bell.ts';
import type { ChangeKind } from '../ports/change-kind.ts';
import type { Act, Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { PublisherKind } from '../ports/publisher-kind.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { TicketKind } from '../ports/ticket-kind.ts';
import {
  type BadShape,
  type Headers,
  isBadShape,
  type WebhookSource,
} from '../ports/webhook-source.ts';

export interface Hooks {
  readonly catalog: () => Pick<Catalog, 'alerts' | 'publishers' | 'tickets' | 'changes'>;
  readonly kinds: Readonly<Record<string, WebhookSource>>;
  /** Left out: nobody tells of versions. */
  readonly publisherKinds?: Readonly<Record<string, PublisherKind>>;
  /** Left out: nobody tells of tickets. */
  readonly ticketKinds?: Readonly<Record<string, TicketKind>>;
  /** Left out: nobody tells of changes made elsewhere. */
  readonly changeKinds?: Readonly<Record<string, ChangeKind>>;
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
export const REFUSED: HookAnswer = { status: 401, body: '' };
const TAKEN: HookAnswer = { status: 202, body: '' };

/** What is said of a delivery that told of more than is read of one. */
function takenBut(left: number): HookAnswer {
  const why = 'of one delivery the first 200 are read: send the rest in others';
  return { status: 202, body: `${JSON.stringify({ left, why })}\n` };
}

/**
 * Proves the sender over the raw bytes, then reads them, then stores what they say, and only then answers:
 * what was answered with 202 is not lost, and a repeat is known by its key for a day. Who is not
 * proved hears nothing, not even whether there is such a source.
 */
export function createHooks(hooks: Hooks): HandleHook {
  const keep = keeping(hooks);
  return async (name, rawBody, headers) => {
    const sender = senderOf(hooks, name);
    if (!sender) return REFUSED;
    const secrets = await secretsOf(name, sender.secrets, hooks);
    if (!sender.verify(rawBody, headers, secrets)) return REFUSED;
    const body = parsed(rawBody);
    if (body === undefined) return bad('body', 'is not JSON');
    const read = sender.read(body, headers);
    if (!('path' in read)) {
      const taken = await keep(name, rawBody, read);
      if (read.left === undefined) return taken;
      hooks.log.warn({ source: name, left: read.left }, 'a sender told of more than is read');
      return takenBut(read.left);
    }
    hooks.log.warn({ source: name, ...read }, 'what a sender posted was not understood');
    return bad(read.path, read.why);
  };
}

/** What of a delivery is stored; null: nothing of it is our business. */
interface Kept {
  readonly id: string | null;
  readonly act: Pick<Act, 'kind' | 'body'> | null;
  /** How many more it told of than were read. */
  readonly left?: number | undefined;
}

/** Whoever posts to one name, whatever it is they tell. */
interface Sender {
  readonly secrets: readonly string[];
  verify(rawBody: Buffer, headers: Headers, secrets: readonly string[]): boolean;
  read(body: unknown, headers: Headers): Kept | BadShape;
}

function senderOf(hooks: Hooks, name: string): Sender | null {
  const { alerts = [], publishers = [], tickets = [], changes = [] } = hooks.catalog();
  const source = alerts.find((one) => one.name === name);
  if (source) return alertsOf(hooks, source);
  const desk = tickets.find((one) => one.name === name);
  if (desk) return ticketsOf(hooks, desk);
  const elsewhere = changes.find((one) => one.name === name);
  if (elsewhere) return changesOf(hooks, elsewhere);
  const publisher = publishers.find((one) => one.name === name);
  return publisher ? versionsOf(hooks, publisher) : null;
}

function alertsOf({ kinds, now }: Hooks, source: AlertSource): Sender | null {
  const kind = kinds[source.kind];
  if (!kind) return null;
  return {
    secrets: source.secrets,
    verify: (rawBody, headers, secrets) => kind.verify(rawBody, headers, secrets, now()),
    read(posted) {
      const read = kind.toAlerts(posted, source, now());
      if (isBadShape(read)) return read;
      const { id, groups, left } = read;
      const body = { source: source.name, groups, ...(left ? { left } : {}) };
      return { id, left, act: groups.length > 0 ? { kind: 'alert', body } : null };
    },
  };
}

function ticketsOf({ ticketKinds = {}, now }: Hooks, source: TicketSource): Sender | null {
  const kind = ticketKinds[source.kind];
  if (!kind) return null;
  return {
    secrets: source.secrets,
    verify: (rawBody, headers, secrets) => kind.verify(rawBody, headers, secrets, now()),
    read(posted) {
      const read = kind.read(posted, source, now());
      if ('path' in read) return read;
      const tickets = read.tickets.map((one) => ({ ...one }));
      const body = { source: source.name, tickets };
      const act = tickets.length > 0 ? ({ kind: 'ticket', body } as const) : null;
      return { id: read.id, left: read.left, act };
    },
  };
}

function changesOf({ changeKinds = {}, now }: Hooks, source: ChangeSource): Sender | null {
  const kind = changeKinds[source.kind];
  if (!kind) return null;
  return {
    secrets: source.secrets,
    verify: kind.verify,
    read(posted) {
      const read = kind.read(posted, source, now());
      if ('path' in read) return read;
      const body = { source: source.name, moves: read.moves.map((one) => ({ ...one })) };
      const act = body.moves.length > 0 ? ({ kind: 'change', body } as const) : null;
      return { id: read.id, left: read.left, act };
    },
  };
}

function versionsOf({ publisherKinds = {}, now }: Hooks, publisher: Publisher): Sender | null {
  const kind = publisherKinds[publisher.kind];
  if (!kind) return null;
  return {
    secrets: publisher.secrets,
    verify: kind.verify,
    read(body, headers) {
      const read = kind.read(body, headers, publisher, now());
      if ('path' in read) return read;
      const ours = read.occasions.filter((one) => concerns(one, publisher));
      const occasions = ours.map((one) => ({ ...one }));
      const told = { publisher: publisher.name, occasions };
      const act = occasions.length > 0 ? ({ kind: 'version', body: told } as const) : null;
      return { id: read.id, left: read.left, act };
    },
  };
}

/** Stores what was read, in its turn; told again within a day it is known. */
export function keeping({ inbox, bell, now }: Pick<Hooks, 'inbox' | 'bell' | 'now'>) {
  const lastTurn = new Map<string, number>();
  return async (name: string, rawBody: Buffer, { id: own, act }: Kept): Promise<HookAnswer> => {
    if (act === null) return TAKEN;
    const at = now();
    const id = `hook:${name}:${own ?? createHash('sha256').update(rawBody).digest('hex')}`;
    const turn = Math.max(at, (lastTurn.get(name) ?? 0) + APART_MS);
    if (await inbox.put({ id, ...act, receivedAt: at, turn })) {
      lastTurn.set(name, turn);
      await bell.ring('inbox', id);
    }
    return TAKEN;
  };
}

export async function secretsOf(
  name: string,
  refs: readonly string[],
  { secrets, log }: Pick<Hooks, 'secrets' | 'log'>,
): Promise<readonly string[]> {
  const read = await Promise.all(refs.map((ref) => secrets.read(ref)));
  const known = read.filter((secret) => secret !== null);
  if (known.length === 0)
    log.warn({ source: name, refs }, 'a sender has no secret: all it sends is refused');
  return known;
}

/** undefined where it is no JSON; text that is not UTF-8 is none. */
export function parsed(rawBody: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    return undefined;
  }
}

export function bad(path: string, why: string): HookAnswer {
  return { status: 400, body: `${JSON.stringify({ path, why })}\n` };
}
