import type { Page } from 'playwright-core';
import type { PageStep } from '../../../domain/verdict/journey/page-step.ts';
import { UnknownVariableError, type Variables } from '../../../domain/verdict/journey/variables.ts';
import type { AllowedHost } from '../../outbound/allowed.ts';
import type { Resolve } from '../../outbound/lookup.ts';
import { act } from './act.ts';
import { bounded } from './bounded.ts';
import { type Chromium, type RunningBrowser, startChromium } from './chromium.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { pictureOf } from './picture.ts';
import { refusing } from './refusing.ts';
import { sayPageFault } from './say.ts';
import { createTurns } from './turns.ts';

/** How long a walk waits for the browser of its probe. */
const TURN_MS = 10_000;
/** A step that says nothing else. */
const STEP_MS = 10_000;

export interface Taken {
  readonly why: string | null;
  readonly values: Variables;
}

/** A browser with one page, for one walk. */
export interface Tab {
  /** @throws when nothing can be said of the site: the browser is gone, or its page was refused a host */
  take(step: PageStep, variables: Variables, leftMs: number): Promise<Taken>;
  /** The page as it is, these words covered; null where there is none. */
  picture(hidden: readonly string[]): Promise<string | null>;
  close(): Promise<void>;
}

/** A browser that reaches these hosts and no other. @throws when there is none */
export type BrowserTo = (hosts: readonly AllowedHost[]) => Promise<Tab>;

/** One browser at a time, started for each walk and ended after it. */
export function createBrowserTo(chromium: Chromium, resolve?: Resolve): BrowserTo {
  const turn = createTurns();
  return async (hosts) => {
    const endTurn = await turn(TURN_MS);
    let gateway: Gateway | null = null;
    let running: RunningBrowser | null = null;
    const close = async (): Promise<void> => {
      await running?.kill();
      gateway?.close();
      endTurn();
    };
    try {
      gateway = await openGateway(hosts, resolve);
      running = await startChromium(chromium, gateway.url);
      return { ...(await openTab(running, gateway, hosts)), close };
    } catch (error) {
      await close();
      throw error;
    }
  };
}

async function openTab(
  running: RunningBrowser,
  gateway: Gateway,
  hosts: readonly AllowedHost[],
): Promise<Omit<Tab, 'close'>> {
  const context = await running.browser.newContext({
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  const refused = await refusing(context, gateway, hosts);
  const page = await context.newPage();
  let crashed: string | null = null;
  page.once('crash', () => {
    crashed = 'its browser could not hold the page';
  });
  const gone = (): string | null =>
    running.gone() ?? crashed ?? (page.isClosed() ? 'its page is closed' : null);
  return {
    async take(step, variables, leftMs) {
      const timeout = Math.min(leftMs, step.within ?? STEP_MS);
      try {
        return { why: null, values: await bounded(act(page, step, variables, timeout), timeout) };
      } catch (error) {
        const ended = gone();
        if (ended !== null) throw new Error(ended);
        if (error instanceof UnknownVariableError) throw error;
        const said = sayPageFault(error, step, variables, unreachedOf(gateway, step));
        const why = `${said}${placeOf(page)}`;
        const [first] = refused();
        if (first === undefined) return { why, values: {} };
        const hint = 'hosts that pages need are named under "hosts"';
        throw new Error(`step "${step.name}" failed (${why}) where ${first}; ${hint}`);
      }
    },
    picture: (hidden) => pictureOf(page, hidden),
  };
}

function unreachedOf({ unreached }: Gateway, { open }: PageStep): string | undefined {
  return open === undefined
    ? undefined
    : unreached.get(new URL(open.replaceAll(/[{}]/g, '_')).hostname);
}

/** Where the page was, without what may be secret in its address. */
function placeOf(page: Page): string {
  const url = page.url();
  if (!/^https?:/.test(url)) return '';
  const { origin, pathname } = new URL(url);
  return `, on ${origin}${pathname}`;
}
