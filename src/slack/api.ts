import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** One call of Slack's Web API. Throws the errors of `@slack/web-api`. */
export type Api = (
  method: string,
  args: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** What became of a call, as far as one can know. */
export type Called =
  | { readonly kind: 'ok'; readonly answer: Readonly<Record<string, unknown>> }
  /** Slack said no: nothing happened. */
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'limited'; readonly retryMs: number }
  /** It never left this machine. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** No answer, or none that says: it may have happened. */
  | { readonly kind: 'unknown'; readonly why: string };

export async function call(
  api: Api,
  method: string,
  args: Readonly<Record<string, unknown>>,
): Promise<Called> {
  try {
    return { kind: 'ok', answer: await api(method, args) };
  } catch (error) {
    return classify(error);
  }
}

/** Slack says of these that part of the work may have been done. */
const UNSURE = new Set(['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']);
const LIMITED = new Set(['ratelimited', 'rate_limited']);
/** The connection was never made. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

function classify(error: unknown): Called {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'limited', retryMs: error.retryAfter * 1000 };
  }
  if (error instanceof WebAPIPlatformError) return refusalOf(String(error.data.error));
  if (error instanceof WebAPIHTTPError) {
    const why = `http ${error.statusCode}`;
    return error.statusCode < 500 ? { kind: 'refused', error: why } : { kind: 'unknown', why };
  }
  if (error instanceof WebAPIRequestError) return lossOf(error.original);
  return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
}

function refusalOf(said: string): Called {
  if (LIMITED.has(said)) return { kind: 'limited', retryMs: 30_000 };
  return UNSURE.has(said) ? { kind: 'unknown', why: said } : { kind: 'refused', error: said };
}

function lossOf(error: Error): Called {
  const code = codeOf(error);
  const why = code ?? error.message;
  return code !== null && UNSENT.has(code) ? { kind: 'unsent', why } : { kind: 'unknown', why };
}

function codeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : null;
}
