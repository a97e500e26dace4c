import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deployment } from '../domain/deployment/deployment.ts';

/**
 * What is being carried out: every line of the log says it, and every call to a provider. `id` is a trace
 * id as W3C has it, 32 hexadecimal digits; `span` the step it lies in, 16 of them.
 */
export interface Trace {
  readonly id: string;
  readonly span?: string;
  /** The act of the inbox that asked for it. */
  readonly act?: string;
  readonly deployment?: string;
}

/** A cell, since what an act is about is only known once it was read. */
const under = new AsyncLocalStorage<{ trace: Trace | null }>();

/** Carries out `run` under this trace; what it starts and does not wait for lies in it as well. */
export function inTrace<T>(trace: Trace | null, run: () => T): T {
  return under.run({ trace }, run);
}

export function currentTrace(): Trace | null {
  return under.getStore()?.trace ?? null;
}

/** From here on this lies in the trace of that deployment; the act that asked for it stays named. */
export function joinDeployment({ id, trace }: Pick<Deployment, 'id' | 'trace'>): void {
  const cell = under.getStore();
  if (!cell) return;
  const { act } = cell.trace ?? {};
  const own = trace ?? cell.trace?.id;
  if (own === undefined) return;
  cell.trace = { id: own, deployment: id, ...(act === undefined ? {} : { act }) };
}

/** The trace of a deployment, or null of what was stored before it had one. */
export function traceOf({ id, trace }: Pick<Deployment, 'id' | 'trace'>): Trace | null {
  return trace === undefined ? null : { id: trace, deployment: id };
}

/** What a line of the log says of it. */
export function traceFields(): Readonly<Record<string, string>> {
  const trace = currentTrace();
  if (trace === null) return {};
  const { id, act, deployment } = trace;
  return { trace: id, ...(act && { act }), ...(deployment && { deployment }) };
}

/**
 * What a call tells of it: the header `traceparent` of www.w3.org/TR/trace-context, and the variable
 * TRACEPARENT of a program. Null outside of any trace.
 */
export function traceparent(): string | null {
  const trace = currentTrace();
  return trace && `00-${trace.id}-${trace.span ?? trace.id.slice(16)}-01`;
}

/** For a request over HTTP. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const parent = traceparent();
  return parent === null ? {} : { traceparent: parent };
}
