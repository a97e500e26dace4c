import { z } from 'zod';
import type { Evaluated, EvaluationContext, FlagFault } from '../../ports/flags.ts';

/** What a request is answered with, as OFREP 0.1 says. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

const Asked = z.object({
  context: z
    .looseObject({ targetingKey: z.string({ error: 'must be a text' }).optional() })
    .nullish(),
});

type Fault = Extract<Evaluated, { kind: 'error' }>;

/** Who is asked for, or what is wrong with the request. A body that is left out asks for nobody. */
export function contextIn(
  body: unknown,
): { readonly context: EvaluationContext } | { readonly fault: Fault } {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  let read: unknown;
  try {
    read = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { fault: faultOf('PARSE_ERROR', 'the body is not JSON') };
  }
  const asked = Asked.safeParse(read);
  if (asked.success) return { context: asked.data.context ?? {} };
  const [first] = asked.error.issues;
  const where = first?.path.join('.') || 'the body';
  return { fault: faultOf('INVALID_CONTEXT', `${where}: ${first?.message ?? 'is at fault'}`) };
}

/** One flag, as a success or as a failure; each has its key. */
export function bodyOf(key: string, told: Evaluated): object {
  if (told.kind === 'error') return { key, errorCode: told.code, errorDetails: told.why };
  const { value, variant, reason, from } = told;
  const metadata = from && { version: from.version, digest: from.digest };
  return { key, reason, variant, value, ...(metadata && { metadata }) };
}

export function answerTo(key: string, told: Evaluated): Answer {
  return { status: told.kind === 'value' ? 200 : statusOf(told.code), body: bodyOf(key, told) };
}

function statusOf(code: FlagFault): number {
  return code === 'FLAG_NOT_FOUND' ? 404 : 400;
}

function faultOf(code: FlagFault, why: string): Fault {
  return { kind: 'error', code, why };
}
