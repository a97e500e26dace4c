import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

type Args = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

/** What one workspace has been told: every post by its key, in the order of posting. */
export interface Wall {
  readonly posts: readonly Post[];
}

interface Post {
  readonly ts: string;
  readonly thread: string | null;
  readonly key: string | null;
  metadata: unknown;
}

/** How a call reaches the workspace: the way may break before it or after it. */
export type Way = <T>(call: () => Promise<T>) => Promise<T>;

export interface SlackDouble {
  /** A workspace of its own, with the address under which one process of Fairway reaches it. */
  open(way: Way, wall?: Wall): { readonly apiUrl: string; readonly wall: Wall; close(): void };
  stop(): Promise<void>;
}

/**
 * As much of Slack as a deployment needs, in memory and without its own mind: people are members, what
 * is posted is kept with its metadata, and history shows it. A way that breaks cuts the connection.
 */
export async function startSlackDouble(): Promise<SlackDouble> {
  const doors = new Map<string, { readonly way: Way; readonly wall: MutableWall }>();
  let opened = 0;
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, door = '', , method = ''] = (request.url ?? '').split('/');
    const args = await read(request);
    const found = doors.get(door);
    if (!found) return void response.destroy();
    const { way, wall } = found;
    // Who asks for its own name is starting: it asks again a second later, and a second is long here.
    const free = method === 'auth.test';
    const done = async (): Promise<Answer> => answer(wall, method, args);
    const body = await (free ? done() : way(done)).catch(() => null);
    if (!body) return void response.destroy();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    open(way, wall = { posts: [] }) {
      opened += 1;
      const door = String(opened);
      doors.set(door, { way, wall: wall as MutableWall });
      const apiUrl = `http://127.0.0.1:${port}/${door}/api/`;
      return { apiUrl, wall, close: () => void doors.delete(door) };
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface MutableWall {
  readonly posts: Post[];
}

const BOT = { user_id: 'U0FAIRWAY1', bot_id: 'B0FAIRWAY1', team_id: 'T0FAIRWAY1' };

function answer(wall: MutableWall, method: string, args: Args): Answer {
  switch (method) {
    case 'auth.test':
      return { ok: true, ...BOT };
    case 'users.info':
      return { ok: true, user: { id: args['user'], team_id: BOT.team_id, name: args['user'] } };
    case 'chat.postMessage':
      return { ok: true, ts: post(wall, args) };
    case 'chat.update':
      return update(wall, args);
    case 'conversations.history':
      return { ok: true, messages: wall.posts.filter(({ thread }) => thread === null) };
    case 'conversations.replies':
      return { ok: true, messages: wall.posts.filter(({ thread }) => thread === args['ts']) };
    default:
      return { ok: true };
  }
}

function post(wall: MutableWall, args: Args): string {
  const ts = `1700000000.${String(wall.posts.length).padStart(6, '0')}`;
  const { metadata, thread_ts: thread } = args;
  wall.posts.push({ ts, thread: thread ? String(thread) : null, key: keyOf(metadata), metadata });
  return ts;
}

function update(wall: MutableWall, args: Args): Answer {
  const found = wall.posts.find(({ ts }) => ts === args['ts']);
  if (!found) return { ok: false, error: 'message_not_found' };
  found.metadata = args['metadata'];
  return { ok: true, ts: found.ts };
}

/** An answer to one person has no key. */
function keyOf(metadata: unknown): string | null {
  const read = metadata as { event_payload?: { key?: unknown } } | undefined;
  const key = read?.event_payload?.key;
  return typeof key === 'string' ? key : null;
}

/** The Web API client sends a form; what is not a text in it is JSON. */
async function read(request: IncomingMessage): Promise<Args> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return Object.fromEntries([...form].map(([name, value]) => [name, plain(value)]));
}

function plain(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
