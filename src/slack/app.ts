import { App, type Authorize, type Receiver } from '@slack/bolt';
import type { Desk } from '../commands/desk.ts';
import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Instant } from '../domain/kernel/time.ts';
import type { Doorbell } from '../ports/bell.ts';
import type { Draw } from '../ports/chart.ts';
import type { Documents } from '../ports/documents.ts';
import type { Identify } from '../ports/identify.ts';
import type { Inbox } from '../ports/inbox.ts';
import type { Log } from '../ports/log.ts';
import type { Messages } from '../ports/messages.ts';
import type { PagePictures } from '../ports/page-pictures.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { Records } from '../ports/records.ts';
import type { Ack } from './ack.ts';
import { createBoltLogger } from './bolt-logger.ts';
import { type BotIdentity, createBotIdentity } from './bot-identity.ts';
import type { Edge } from './edge.ts';
import { createFollowUps } from './follow-up.ts';
import { createIdentities } from './identity.ts';
import { createGate, PEOPLE_LIMITS, type PeopleLimits } from './limits.ts';
import { onButton } from './on-button.ts';
import { onEvent } from './on-event.ts';
import { onModal } from './on-modal.ts';
import { NOTE_SHORTCUT, onShortcut, type Pointing } from './on-shortcut.ts';
import { onSlash } from './on-slash.ts';
import { createOutbox } from './outbox.ts';
import { createPictures, type Showing } from './pictures.ts';
import { createReceive } from './receive.ts';
import type { HandleSlack } from './receiver.ts';
import { namesOf } from './render/names.ts';
import { createRespond } from './respond.ts';
import { createSeals } from './seal.ts';
import { createReads } from './shared-channels.ts';
import { transportOf } from './transport.ts';
import { createTurns } from './turns.ts';
import { createTwins } from './twins.ts';
import { createPostBytes, type PostBytes } from './upload.ts';
import { createWeb, type Web } from './web-client.ts';
import { type TakeAlerts, workInbox } from './work-inbox.ts';

export interface SlackConfig {
  readonly botToken: string;
  /** Two while one is rotated; none is needed with an app token. */
  readonly signingSecrets: readonly string[];
  /** Socket Mode where there is one, else HTTP. */
  readonly appToken: string | null;
  /** Another Slack-shaped server, or null for Slack itself. */
  readonly apiUrl: string | null;
  /** How long a call of Slack's may go unanswered, and one of ours, in milliseconds; left out: as Slack wants it. */
  readonly within?: Within;
}

/** A process that the machine lets wait is late at both, and neither is anybody's fault. */
export interface Within {
  readonly ackMs: number;
  readonly callMs: number;
}

export interface SlackOptions {
  readonly config: SlackConfig;
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly messages: Messages;
  readonly documents: Documents;
  readonly records: Pick<Records, 'deployment'>;
  readonly bell: Omit<Doorbell, 'unanswered'>;
  readonly catalog: () => Catalog;
  readonly takeAlerts: TakeAlerts;
  /** Draws charts; those that Slack was given are remembered in `pictures`. */
  readonly draw: Draw | null;
  readonly digest: (text: string) => string;
  readonly pictures: Pictures;
  /** Pages that are to be shown, until Slack has them. */
  readonly pagePictures: PagePictures;
  readonly now: () => Instant;
  readonly log: Log;
  readonly limits?: PeopleLimits;
}

export interface Slack {
  /** For the HTTP server: raw bytes in, an answer out. 404 with Socket Mode, which has no requests. */
  readonly handle: HandleSlack;
  /** Connects where Socket Mode is used; returns at once and stays connected. */
  startSocket(): void;
  deliver(key: string): Promise<void>;
  /** Works off what waits in the inbox, whichever act was rung for. */
  workInbox(): Promise<void>;
  /** Who stands behind an account of this workspace now. */
  readonly identify: Identify;
  /** What keeps people from reaching us, or null. */
  problem(): string | null;
  /** Takes nothing new, waits for what is under way. */
  stop(): Promise<void>;
}

/** Slack, ready to receive. Never waits for Slack to answer: without it Fairway goes on deploying. */
export function createSlack(options: SlackOptions): Slack {
  const { config, log, now, bell } = options;
  const web = createWeb(config, log);
  const bot = createBotIdentity(web.api, log);
  const edge = edgeOf(options, web, bot);
  const transport = transportOf(options);
  const { api } = web;
  const { catalog, desk, inbox, messages, documents, records, takeAlerts } = options;
  const identities = createIdentities({ api, bot: bot.current, catalog, now });
  const pointing = { ...edge, desk, messages, identities, catalog };
  listen(createApp(transport.receiver, web, config, bot, log), edge, pointing, config.within);
  const { pictures } = edge;
  const reads = createReads(api, now, () => catalog().trustedChannels ?? []);
  const outbox = createOutbox({
    ...{ api, messages, pictures, now, log, reads, seals: edge.seals },
    onLater: (key, inMs) => bell.ringIn('deliver', key, inMs),
  });
  return {
    handle: transport.handle,
    startSocket: transport.start,
    deliver: outbox.deliver,
    workInbox: () =>
      workInbox({
        ...edge,
        ...{ inbox, desk, messages, documents, records, identities, takeAlerts, now },
        bot: bot.current,
      }),
    identify: (account) =>
      identities.identify({ account, team: null }, { urgent: false, decides: true }),
    problem: () => bot.problem() ?? transport.problem(),
    async stop() {
      bot.stop();
      await transport.stop();
      web.close();
    },
  };
}

function edgeOf(
  options: SlackOptions,
  web: Web,
  bot: BotIdentity,
): Edge & { readonly pictures: Showing; readonly postBytes: PostBytes } {
  const {
    config,
    desk,
    inbox,
    messages,
    bell,
    catalog,
    now,
    log,
    limits = PEOPLE_LIMITS,
  } = options;
  const { api } = web;
  const postBytes = createPostBytes(web.post, config.apiUrl);
  const { draw, digest, pictures: kept, pagePictures: pages } = options;
  const pictures = createPictures({ draw, digest, kept, pages, api, postBytes, now, log });
  return {
    ...{ desk, inbox, messages, bell, now },
    channel: () => catalog().channel,
    log,
    api,
    respond: createRespond(web.fetch, config.apiUrl, config.within?.callMs),
    names: () => namesOf(catalog()),
    gate: createGate(limits, now),
    turns: createTurns(limits.person, now),
    twins: createTwins(now),
    pictures,
    postBytes,
    seals: createSeals([...config.signingSecrets, ...(config.appToken ? [config.appToken] : [])]),
    followUps: createFollowUps(pictures, log),
    botUser: () => bot.current()?.user ?? null,
  };
}

/**
 * Bolt with an `authorize` of our own: given a token instead, it asks Slack at start, and with Slack
 * away every command would fail or the process end.
 */
function createApp(
  receiver: Receiver,
  web: Web,
  config: SlackConfig,
  bot: BotIdentity,
  log: Log,
): App {
  const authorize: Authorize<boolean> = async () => {
    const known = bot.current();
    const ids = known ? { botUserId: known.user, ...(known.bot ? { botId: known.bot } : {}) } : {};
    return { botToken: config.botToken, ...ids };
  };
  const app = new App({
    receiver,
    authorize,
    convoStore: false,
    logger: createBoltLogger(log),
    clientOptions: web.options,
  });
  app.error(async (error) => log.error({ err: error }, 'a listener failed'));
  return app;
}

function listen(app: App, edge: Edge, pointing: Pointing, within?: Within): void {
  const pass = createReceive({
    onEvent: (body) => onEvent(edge, body),
    names: edge.names,
    log: edge.log,
    deadlineMs: within?.ackMs,
  });
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => pass(event, process);
  // Bolt's acks are typed for blocks of `@slack/types`; ours are the same, written as plain values.
  app.command(/./, ({ body, ack }) => onSlash(edge, body, ack as Ack));
  app.action(/./, ({ body, ack }) => onButton(edge, body, ack as Ack));
  app.view(/./, ({ body, ack }) => onModal(edge, body, ack as Ack));
  const noting = { type: 'message_action', callback_id: NOTE_SHORTCUT } as const;
  app.shortcut(noting, ({ body, ack }) => onShortcut(pointing, body, ack as Ack));
}
