import type { AlertSource } from '../../src/domain/incident/source.ts';
import { createHooks, type HandleHook, type HookAnswer } from '../../src/http/hooks.ts';
import { createHttp } from '../../src/http/server.ts';
import { webhookSources } from '../../src/providers/webhook-sources.ts';
import { BODIES, NOON, proofOf, SECRET, sourceOf } from './samples.ts';

type Random = () => number;

const ODD: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  '\u0000',
  '\ud800',
  '__proto__',
  [],
  {},
  [[[[]]]],
  'x'.repeat(5_000),
  '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59Z',
  Number.MAX_SAFE_INTEGER,
  { toString: 1 },
];

/** A body with a few of its values replaced, removed, doubled or put elsewhere. */
export function mutated(value: unknown, r: Random): unknown {
  if (r() < 0.08) return ODD[Math.floor(r() * ODD.length)];
  if (Array.isArray(value)) {
    const some = value.map((one) => mutated(one, r));
    return r() < 0.05 ? [...some, ...some] : some;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(() => r() > 0.03)
    .map(([key, one]) => [r() < 0.02 ? '__proto__' : key, mutated(one, r)]);
  return Object.fromEntries(entries);
}

function bytesOf(kind: AlertSource['kind'], r: Random): Buffer {
  const text = Buffer.from(JSON.stringify(mutated(BODIES[kind], r)) ?? '');
  if (r() > 0.2) return text;
  for (let n = 0; n < 3 && text.length > 0; n += 1) {
    text[Math.floor(r() * text.length)] = Math.floor(r() * 256);
  }
  return r() < 0.3 ? text.subarray(0, Math.floor(r() * text.length)) : text;
}

const QUIET = { info() {}, warn() {}, error() {} };

export interface Fuzzed {
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Answers that were refused without a path. */
  readonly mute: number;
  /** What was stored that a database or a ledger could not take. */
  readonly spoilt: number;
  /** How long each answer took, in milliseconds. */
  readonly tookMs: readonly number[];
}

/** Signs so many bodies of one kind that nobody would send, and posts them to the real port. */
export async function fuzz(kind: AlertSource['kind'], many: number, r: Random): Promise<Fuzzed> {
  const statuses = new Map<number, number>();
  const tookMs: number[] = [];
  let [mute, spoilt] = [0, 0];
  const handle = createHooks({
    catalog: () => ({ alerts: [sourceOf(kind)] }),
    kinds: webhookSources,
    secrets: { read: async () => SECRET },
    inbox: {
      async put(act) {
        const text = JSON.stringify(act.body);
        if (text === undefined || /\\u0000|\\ud[89a-f]/i.test(text)) spoilt += 1;
        return true;
      },
    },
    bell: { ring: async () => {} },
    now: () => NOON,
    log: QUIET,
  });
  await served(handle, async (post) => {
    for (let n = 0; n < many; n += 1) {
      const raw = bytesOf(kind, r);
      const begun = performance.now();
      const { status, body } = await post(kind, raw);
      tookMs.push(performance.now() - begun);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 400 && !/"path":"[^"]+/.test(body)) mute += 1;
    }
  });
  return { statuses, mute, spoilt, tookMs };
}

type Post = (kind: AlertSource['kind'], raw: Buffer) => Promise<HookAnswer>;

/** The port as it is, for as long as `use` posts to it. */
async function served(handleHook: HandleHook, use: (post: Post) => Promise<void>): Promise<void> {
  const handleSlack = async () => ({ status: 404, headers: {}, body: '' });
  const at = { host: '127.0.0.1', port: 0 };
  const http = createHttp({ handleSlack, handleHook, health: [], ...at, log: QUIET });
  const url = `http://127.0.0.1:${await http.listen()}/hooks`;
  try {
    await use(async (kind, raw) => {
      const headers = { 'content-type': 'application/json', ...proofOf(kind, raw) };
      const answer = await fetch(`${url}/${kind}`, {
        method: 'POST',
        headers,
        body: new Uint8Array(raw),
      });
      return { status: answer.status, body: await answer.text() };
    });
  } finally {
    await http.close();
  }
}
