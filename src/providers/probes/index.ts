import type { Probes } from '../../ports/probes.ts';
import type { AllowedHost } from '../outbound/allowed.ts';
import { type GuardedFetch, guardedFetch } from '../outbound/guarded-fetch.ts';
import type { Chromium } from './browser/chromium.ts';
import { createBrowserTo } from './browser/index.ts';
import { inspect, reachOf } from './inspect/index.ts';
import { askToWalk } from './remote.ts';
import { type Ground, walk } from './walk.ts';

/** A page that a step asks about; nobody reads more. */
const MOST_BYTES = 1_048_576;
/** The longest walk there is, and what another host may need to say how it went. */
const LONGEST_MS = 150_000;

/** A way to these hosts alone. */
export function fetchTo(hosts: readonly AllowedHost[], maxBytes = MOST_BYTES): GuardedFetch {
  return guardedFetch({ allow: () => hosts, timeoutMs: LONGEST_MS, maxBytes });
}

/** Walks from this process, or has another host walk. */
export function createProbes(
  given: Pick<Ground, 'env'> &
    Partial<Ground> & { readonly ca?: string; readonly chromium?: Chromium },
): Probes {
  const browserTo = createBrowserTo(given.chromium ?? { path: null, sandbox: true });
  const ground: Ground = { fetchTo, browserTo, ...given };
  return {
    walk(probe, route, values, signal) {
      const { url } = probe;
      if (url === null) return walk(ground, route, values, signal);
      return askToWalk(ground, { ...probe, url }, { route, given: values }, signal);
    },
    inspect(validation, about, signal) {
      const { hosts, maxBytes } = reachOf(validation);
      const fetch = ground.fetchTo(hosts, maxBytes);
      const trusts = given.ca === undefined ? {} : { ca: given.ca };
      const seen = inspect(validation, { fetch, signal, about, env: ground.env, ...trusts });
      return inTime(seen, signal);
    },
  };
}

/** A folder on a network that hangs cannot be told to stop; it is waited for no longer. */
function inTime<T>(seen: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
  return Promise.race([seen, late]);
}
