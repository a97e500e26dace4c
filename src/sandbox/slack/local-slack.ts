import type { ActResult } from './acts/act.ts';
import { clickMessage, clickView, type MessageClick, type ViewClick } from './acts/click.ts';
import { type CloseAct, closeModal } from './acts/close.ts';
import { type CommandAct, typeCommand } from './acts/command.ts';
import { openHome } from './acts/home.ts';
import { type MessageAct, writeMessage } from './acts/message.ts';
import { type ShortcutAct, useShortcut } from './acts/shortcut.ts';
import { type SubmitAct, submitView } from './acts/submit.ts';
import { systemClock } from './clock.ts';
import { type FaultRequest, orderFaults } from './control/faults.ts';
import { controlEndpoints } from './control/index.ts';
import { type ControlMessage, controlMessages } from './control/message-shape.ts';
import { resetWorld } from './control/reset.ts';
import { workspaceState } from './control/state.ts';
import { createWorld } from './create-world.ts';
import { createHttpDelivery } from './deliver/http.ts';
import { slackView } from './deliver/payloads/view.ts';
import { createSocketDelivery } from './deliver/socket.ts';
import { verifyRequestUrl } from './deliver/verify-request-url.ts';
import type { JsonObject } from './json.ts';
import { listenOnLoopback, stopListening } from './listen.ts';
import { channelOf } from './model/lookup.ts';
import type { Change } from './model/state.ts';
import type { World } from './model/world.ts';
import type { LocalSlackOptions } from './options.ts';
import { createSlackServer } from './server.ts';

/** A workspace on a laptop: a server Bolt cannot tell from Slack, and hands to act as its people. */
export interface LocalSlack {
  /** Port 0 takes a free one. Only loopback addresses are taken. */
  listen(port: number, host?: string): Promise<{ readonly port: number; readonly url: string }>;
  close(): Promise<void>;
  /** `http://127.0.0.1:3000`, without a trailing slash; the Web API is below `/api/`. */
  url(): string;
  setRequestUrl(url: string): void;
  /** Sends the url_verification challenge, as Slack does when a request URL is entered. */
  verifyRequestUrl(): Promise<boolean>;

  command(act: CommandAct): Promise<ActResult>;
  message(act: MessageAct): ActResult;
  click(act: MessageClick | ViewClick): Promise<ActResult>;
  /** Chooses a shortcut of the app in the menu of a message. */
  shortcut(act: ShortcutAct): Promise<ActResult>;
  submit(act: SubmitAct): Promise<ActResult>;
  closeView(act: CloseAct): Promise<ActResult>;
  openHome(user: string): ActResult;

  state(): ReturnType<typeof workspaceState>;
  /** By channel id or name; for one person without what only others see. */
  messages(channel: string, user?: string): readonly ControlMessage[];
  home(user: string): JsonObject | undefined;
  /** Open modals, the topmost last. */
  views(user: string): readonly JsonObject[];
  onChange(listener: (change: Change) => void): () => void;
  /** @throws on a malformed order, and where it names what is not there */
  faults(order: FaultRequest): void;
  reset(): void;
}

/** @throws where the journal is damaged */
export function createLocalSlack(options: LocalSlackOptions): LocalSlack {
  const clock = options.clock ?? systemClock;
  let url = '';
  let requestUrl = options.deliver === 'socket' ? undefined : options.deliver.requestUrl;
  const sockets = options.deliver === 'socket' ? createSocketDelivery(clock) : undefined;
  const { signingSecret } = options.app;
  const delivery =
    sockets ?? createHttpDelivery({ signingSecret, clock, requestUrl: () => requestUrl });
  const { world, events } = createWorld(options, {
    clock,
    delivery,
    origin: () => url,
    openSocket: () => {
      const path = sockets?.ticket();
      return path === undefined || path === 'too_many' ? path : url.replace('http', 'ws') + path;
    },
  });
  const health = options.health ?? (async () => ({ ok: true, body: { ok: true } }));
  const server = createSlackServer({
    world,
    endpoints: controlEndpoints(sockets, options),
    sockets,
    health,
  });
  return {
    ...people(world),
    ...sight(world),
    async listen(port, host = '127.0.0.1') {
      const actual = await listenOnLoopback(server.http, port, host);
      url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
      return { port: actual, url };
    },
    async close() {
      events.close();
      delivery.close();
      server.endStreams();
      await stopListening(server.http);
    },
    url: () => url,
    setRequestUrl(next) {
      requestUrl = next;
    },
    verifyRequestUrl: () => verifyRequestUrl(delivery),
    faults(order) {
      const { status, body } = orderFaults(world, order, sockets);
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    reset: () => resetWorld(world),
  };
}

/** What people do. */
function people(world: World) {
  return {
    command: (act: CommandAct) => typeCommand(world, act),
    message: (act: MessageAct) => writeMessage(world, act),
    click: (act: MessageClick | ViewClick) =>
      'ts' in act ? clickMessage(world, act) : clickView(world, act),
    shortcut: (act: ShortcutAct) => useShortcut(world, act),
    submit: (act: SubmitAct) => submitView(world, act),
    closeView: (act: CloseAct) => closeModal(world, act),
    openHome: (user: string) => openHome(world, { user }),
  };
}

/** What people see. */
function sight(world: World) {
  return {
    state: () => workspaceState(world),
    messages: (channel: string, user?: string) =>
      controlMessages(world, channelOf(world, channel)?.id ?? channel, user),
    home(user: string) {
      const view = world.state.homes.get(user);
      return view === undefined ? undefined : slackView(world, view);
    },
    views: (user: string) => world.modals.stack(user).map((view) => slackView(world, view)),
    onChange: world.onChange,
  };
}
