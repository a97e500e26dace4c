import { faultOf, saved } from '../../domain/verdict/journey/expect.ts';
import type { Route, RouteStep } from '../../domain/verdict/journey/form.ts';
import { isPageStep, type PageStep } from '../../domain/verdict/journey/page-step.ts';
import { fill, fillAll, type Variables } from '../../domain/verdict/journey/variables.ts';
import type { Walk, Walked } from '../../domain/verdict/journey/vote.ts';
import type { AllowedHost } from '../outbound/allowed.ts';
import type { Asked, GuardedFetch } from '../outbound/guarded-fetch.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { BrowserTo, Tab, Taken } from './browser/index.ts';
import { type Customer, createCustomer, RedirectError } from './request.ts';
import { redacted, redactedError, secretsIn } from './secrets.ts';

const AGENT = 'fairway-probe';

export interface Ground {
  /** A way to these hosts and to no other; reads a megabyte of an answer where nothing else is said. */
  readonly fetchTo: (hosts: readonly AllowedHost[], maxBytes?: number) => GuardedFetch;
  readonly browserTo: BrowserTo;
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
  if (!route.steps.some(isPageStep)) return stepByStep(ground, route, given, signal, null);
  const tab = await ground.browserTo(hostsOf(route));
  const close = (): void => void tab.close();
  signal.addEventListener('abort', close);
  try {
    signal.throwIfAborted();
    return await stepByStep(ground, route, given, signal, tab);
  } finally {
    signal.removeEventListener('abort', close);
    await tab.close();
  }
}

async function stepByStep(
  ground: Ground,
  route: Route,
  given: Variables,
  signal: AbortSignal,
  tab: Tab | null,
): Promise<Walk> {
  const secrets = secretsIn(ground.env);
  const customer = createCustomer(ground.fetchTo(hostsOf(route)));
  const endsAt = performance.now() + route.within;
  const steps: Walked[] = [];
  const hidden = Object.values(secrets);
  let variables: Variables = { ...given, ...secrets };
  for (const step of route.steps) {
    const leftMs = Math.max(1, Math.round(endsAt - performance.now()));
    const limit = AbortSignal.any([signal, AbortSignal.timeout(leftMs)]);
    const startedAt = performance.now();
    hidden.push(...typedIn(step, variables));
    const taking = isPageStep(step)
      ? takeOnPage(tab, step, variables, leftMs)
      : take(customer, step, variables, limit);
    const taken = await taking.catch((error: unknown) => {
      throw redactedError(error, hidden);
    });
    const ms = Math.round(performance.now() - startedAt);
    const why = taken.why === null ? null : redacted(taken.why, hidden);
    steps.push({ name: step.name, ms, why });
    if (why !== null) return { steps, ...(await pictured(route, step, tab, hidden)) };
    variables = { ...variables, ...taken.values };
  }
  return { steps };
}

/** What was on the page where a step of it failed, nothing secret of ours in it; words stand without it. */
async function pictured(
  { picture }: Route,
  step: Route['steps'][number],
  tab: Tab | null,
  hidden: readonly string[],
): Promise<Pick<Walk, 'picture'>> {
  const taken = picture && isPageStep(step) ? await tab?.picture(hidden) : null;
  return taken ? { picture: taken } : {};
}

/** Where its own steps lead, and what the configuration names beside: a walk is sent nowhere else. */
function hostsOf(route: Route): readonly AllowedHost[] {
  const addresses = route.steps.flatMap((step) => (isPageStep(step) ? step.open : step.url) ?? []);
  const own = addresses.map((url) => new URL(url.replaceAll(/[{}]/g, '_')).hostname);
  return [...own, ...(route.hosts ?? [])].map((host) => ({ host, private: route.private }));
}

/** What was typed and does not stand in the configuration as it is. */
function typedIn(step: Route['steps'][number], variables: Variables): readonly string[] {
  if (!isPageStep(step) || !step.fill) return [];
  const typed = fill(step.fill.with, variables);
  return typed === step.fill.with ? [] : [typed];
}

async function takeOnPage(
  tab: Tab | null,
  step: PageStep,
  variables: Variables,
  leftMs: number,
): Promise<Taken> {
  if (!tab) throw new Error('a step on a page needs a browser');
  return tab.take(step, variables, leftMs);
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
