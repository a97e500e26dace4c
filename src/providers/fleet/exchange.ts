import { z } from 'zod';
import { traceHeaders } from '../../ports/trace.ts';

/** An address, or where to ask for it: the sandbox's fleet has another port after every restart. */
export type Address = string | (() => string);

/** What the fleet answered; `body` is whatever JSON it sent. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

const refusal = z.object({ code: z.string().optional(), why: z.string() });

export function at(address: Address, path: string): URL {
  return new URL(path, typeof address === 'string' ? address : address());
}

/** Below 500, and no answer to what was asked: come later, says whoever is in between. */
const COME_LATER: readonly number[] = [408, 425, 429];

/**
 * One exchange with the fleet. Most statuses below 500 are answers, for the caller to judge.
 * @throws when nothing is known afterwards: no answer before `signal` aborts or `withinMs` have
 *   passed, a broken connection, a 5xx, a 429 and its like, a body that is not JSON
 */
export async function exchange(
  url: URL,
  init: { readonly method?: 'GET' | 'POST'; readonly body?: object },
  limits: { readonly withinMs: number; readonly signal?: AbortSignal },
): Promise<Answered> {
  const { status, text } = await fetchText(url, init, limits);
  const answers = status < 500 && !COME_LATER.includes(status);
  if (!answers) throw new Error(`the fleet answered ${status} to ${url.pathname}: ${saying(text)}`);
  return { status, body: json(url, text) };
}

/** As `exchange`, for an answer that is plain text; anything but 200 throws. */
export async function readText(url: URL, withinMs: number): Promise<string> {
  const { status, text } = await fetchText(url, {}, { withinMs });
  if (status === 200) return text;
  throw new Error(`the fleet answered ${status} to ${url.pathname}`);
}

/** The reason a refusal gives, for people. */
export function sayRefusal(body: unknown): string {
  const read = refusal.safeParse(body);
  return read.success ? read.data.why : 'without a reason';
}

/** The reason in an answer that may come from anywhere: a proxy's page is not JSON. */
function saying(text: string): string {
  try {
    return sayRefusal(JSON.parse(text));
  } catch {
    return 'without a reason';
  }
}

async function fetchText(
  url: URL,
  { method = 'GET', body }: { readonly method?: 'GET' | 'POST'; readonly body?: object },
  { withinMs, signal }: { readonly withinMs: number; readonly signal?: AbortSignal },
): Promise<{ readonly status: number; readonly text: string }> {
  const own = AbortSignal.timeout(withinMs);
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, own]) : own,
      headers: { ...traceHeaders(), ...(body ? JSON_HEADERS : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const why = own.aborted || signal?.aborted ? 'no answer in time' : reasonOf(error);
    throw new Error(`the fleet did not answer ${url.pathname}: ${why}`, { cause: error });
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' };

/** fetch hides what happened (`ECONNREFUSED`) in the cause of an error that says "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}

function json(url: URL, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the fleet answered ${url.pathname} with something that is not JSON`, {
      cause: error,
    });
  }
}
