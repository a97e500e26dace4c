import { Agent, type Dispatcher, request } from 'undici';
import { traceHeaders } from '../../ports/trace.ts';
import type { Reach } from './address.ts';
import { type AllowedHost, reachOf, readUrl } from './allowed.ts';
import { checkedLookup, type Resolve, systemResolve } from './lookup.ts';
import { OutboundError } from './outbound-error.ts';

export interface Guard {
  /** Read at every call, for the configuration may change. */
  readonly allow: () => readonly AllowedHost[];
  /** Connecting, waiting and reading together. */
  readonly timeoutMs: number;
  /** Of the body as it comes over the wire; nothing is unpacked. */
  readonly maxBytes: number;
  /** What a name stands for; left out: what the system says. */
  readonly resolve?: Resolve;
}

export interface Asked {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** `manual` gives back the 3xx as an answer, whose location may be asked for like any other. Left out: refused. */
  readonly redirect?: 'refuse' | 'manual';
}

export interface Answer {
  readonly status: number;
  /** By names in small letters; of several with one name all, parted by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type GuardedFetch = (url: string | URL, asked?: Asked) => Promise<Answer>;

/**
 * Asks hosts that the configuration names, and no others. Which address a name stands for is checked
 * where the connection is made, so a name that changes between a check and a connection gains nothing.
 * @throws OutboundError when nothing is known afterwards
 */
export function guardedFetch(guard: Guard): GuardedFetch {
  const resolve = guard.resolve ?? systemResolve;
  const agents = new Map<Reach, Agent>();
  const agentFor = (reach: Reach): Agent => {
    const known = agents.get(reach);
    const agent = known ?? new Agent({ connect: { lookup: checkedLookup(reach, resolve) } });
    agents.set(reach, agent);
    return agent;
  };
  return async (url, asked = {}) => {
    const to = readUrl(url);
    const reach = reachOf(to, guard.allow());
    const own = AbortSignal.timeout(guard.timeoutMs);
    const signal = asked.signal ? AbortSignal.any([asked.signal, own]) : own;
    try {
      return await ask(to, asked, { dispatcher: agentFor(reach), signal, guard });
    } catch (error) {
      throw saying(error, to, own.aborted ? guard.timeoutMs : null);
    }
  };
}

interface Means {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly guard: Guard;
}

async function ask(url: URL, asked: Asked, means: Means): Promise<Answer> {
  const { dispatcher, signal, guard } = means;
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    signal,
    method: asked.method ?? 'GET',
    headers: { 'accept-encoding': 'identity', ...traceHeaders(), ...asked.headers },
    body: asked.body ?? null,
    headersTimeout: guard.timeoutMs,
    bodyTimeout: guard.timeoutMs,
  });
  if (isRedirect(statusCode) && asked.redirect !== 'manual') {
    body.once('error', () => undefined).destroy();
    throw new OutboundError(
      'redirect',
      `${url.host} sends elsewhere (${statusCode}), which is not followed`,
    );
  }
  return {
    status: statusCode,
    headers: flat(headers),
    text: await readText(url, body, guard.maxBytes),
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

async function readText(
  url: URL,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > maxBytes)
      throw new OutboundError('too large', `${url.host} answered with more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function flat(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const all = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(all);
}

/** What broke, without the words of others: they may quote what was sent. */
function saying(error: unknown, url: URL, lateMs: number | null): OutboundError {
  const ours = [error, error instanceof Error ? error.cause : null].find(
    (one) => one instanceof OutboundError,
  );
  if (ours instanceof OutboundError) return ours;
  if (lateMs !== null)
    return new OutboundError(
      'time',
      `${url.host} did not answer within ${lateMs / 1_000} s`,
      error,
    );
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return new OutboundError('unreachable', `${url.host} cannot be reached (${code})`, error);
}
