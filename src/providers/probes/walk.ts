import { faultOf, saved } from '../../domain/verdict/journey/expect.ts';
import type { Route, RouteStep } from '../../domain/verdict/journey/form.ts';
import {
  fill,
  fillAll,
  isOfEnvironment,
  type Variables,
} from '../../domain/verdict/journey/variables.ts';
import type { Walk, Walked } from '../../domain/verdict/journey/vote.ts';
import type { AllowedHost, Asked, GuardedFetch } from '../outbound/guarded-fetch.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import { type Customer, createCustomer, RedirectError } from './request.ts';

const AGENT = 'fairway-probe';

export interface Ground {
  /** A way to these hosts and to no other. */
  readonly fetchTo: (hosts: readonly AllowedHost[]) => GuardedFetch;
  /** Of the probe: `JOURNEY_…` of it may be named by a step, nothing else. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Walks a route once, as one customer, up to the first step that fails; all within the route's time.
 * @throws when the probe itself is at fault: a host it may not ask, a variable it has no value for
 */
export async function walk(
  ground: Ground,
  route: Route,
  given: Variables,
  signal: AbortSignal,
): Promise<Walk> {
  const secrets = secretsIn(ground.env);
  const customer = createCustomer(ground.fetchTo(hostsOf(route)));
  const endsAt = performance.now() + route.within;
  const steps: Walked[] = [];
  let variables: Variables = { ...given, ...secrets };
  for (const step of route.steps) {
    const leftMs = Math.max(1, Math.round(endsAt - performance.now()));
    const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(leftMs))]);
    const startedAt = performance.now();
    const taken = await take(customer, step, variables, limit);
    const ms = Math.round(performance.now() - startedAt);
    const why = taken.why === null ? null : redacted(taken.why, secrets);
    steps.push({ name: step.name, ms, why });
    if (why !== null) break;
    variables = { ...variables, ...taken.values };
  }
  return { steps };
}

/** Where its own steps lead, as the configuration names it: a walk is sent nowhere else. */
function hostsOf(route: Route): readonly AllowedHost[] {
  return route.steps.map(({ url }) => ({
    host: new URL(url.replaceAll(/[{}]/g, '_')).hostname,
    private: route.private,
  }));
}

interface Taken {
  readonly why: string | null;
  readonly values: Variables;
}

async function take(
  customer: Customer,
  step: RouteStep,
  variables: Variables,
  signal: AbortSignal,
): Promise<Taken> {
  const url = new URL(fill(step.url, variables, encodeURIComponent));
  const request = requestOf(step, variables, signal);
  try {
    const answer = await customer.ask(url, request);
    const why = faultOf(step.expect, answer, variables);
    if (why !== null) return { why, values: {} };
    const taken = saved(step.save, answer.body);
    return 'fault' in taken
      ? { why: taken.fault, values: {} }
      : { why: null, values: taken.values };
  } catch (error) {
    const why = signal.aborted ? 'no answer in time' : sayFailure(error);
    if (why === null) throw error;
    return { why, values: {} };
  }
}

/** What the site did not do, in words; null when it was never asked, which says nothing of it. */
function sayFailure(error: unknown): string | null {
  if (error instanceof RedirectError) return error.message;
  if (!(error instanceof OutboundError)) return null;
  return error.code === 'not allowed' || error.code === 'address' ? null : error.message;
}

function requestOf(step: RouteStep, variables: Variables, signal: AbortSignal): Asked {
  const { method, headers = {}, body } = step;
  const written = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    fill(value, variables),
  ]);
  const isJson = body !== undefined && typeof body !== 'string';
  const text =
    typeof body === 'string' ? fill(body, variables) : JSON.stringify(fillAll(body, variables));
  return {
    method,
    headers: {
      'user-agent': AGENT,
      ...(isJson ? { 'content-type': 'application/json' } : {}),
      ...Object.fromEntries(written),
    },
    signal,
    ...(body === undefined ? {} : { body: text }),
  };
}

function secretsIn(env: Ground['env']): Variables {
  const named = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && isOfEnvironment(`env.${name}`) && name.startsWith('JOURNEY_')
      ? [[`env.${name}`, value] as const]
      : [],
  );
  return Object.fromEntries(named);
}

/** What an answer says back to us may hold what we sent. */
function redacted(text: string, secrets: Variables): string {
  return Object.values(secrets)
    .filter((one) => one !== '')
    .reduce((said, secret) => said.replaceAll(secret, '•••'), text);
}
