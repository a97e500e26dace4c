import { createHash } from 'node:crypto';
import { traceOfAct } from '../domain/kernel/trace-id.ts';
import type { Trace } from '../ports/trace.ts';

/** The trace of an act, from the moment its payload is received. */
export function actTrace(act: string): Trace {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
  return { id: traceOfAct(act, digest), act };
}

/** By the key under which its act is stored, where the payload names one. */
export function payloadTrace(body: Readonly<Record<string, unknown>>): Trace | null {
  const id = body['event_id'] ?? body['trigger_id'];
  return typeof id === 'string' ? actTrace(id) : null;
}
