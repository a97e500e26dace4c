import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Browser, BrowserServer } from 'playwright-core';
import { memoryOf } from './memory.ts';

/** Which browser, where there is one; its own sandbox needs user namespaces and a user that is not root. */
export interface Chromium {
  readonly path: string | null;
  readonly sandbox: boolean;
}

export interface RunningBrowser {
  readonly browser: Browser;
  /** Why it is gone; null while it runs. */
  gone(): string | null;
  /** Ends every process of it, whatever they are at. */
  kill(): Promise<void>;
}

const START_MS = 15_000;
const END_MS = 3_000;
const LOOK_EVERY_MS = 500;
/** All processes of a browser together; one that holds more is ended. */
const MOST_MEMORY = 1_073_741_824;

/** No name is resolved (`outOnlyBy`) and no datagram is sent. */
const ARGS = [
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-blink-features=WebTransport,DirectSockets',
  '--disable-quic',
  '--dns-prefetch-disable',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--no-first-run',
  '--js-flags=--max-old-space-size=256',
];

/**
 * Starts a Chromium whose only way out is a proxy. It is given nothing of this process's environment.
 * @throws when there is none, or it does not start
 */
export async function startChromium(chromium: Chromium, proxy: string): Promise<RunningBrowser> {
  const { path, sandbox } = chromium;
  if (path === null)
    throw new Error(
      'inconclusive, needs Chromium: there is none here, and FAIRWAY_CHROMIUM names none',
    );
  const playwright = await import('playwright-core').catch((error: unknown) => {
    const why = 'inconclusive, needs the package playwright-core, which is not installed here';
    throw new Error(why, { cause: error });
  });
  const given = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: tmpdir(), LANG: 'C.UTF-8' };
  const server = await playwright.chromium
    .launchServer({
      executablePath: path,
      host: '127.0.0.1',
      headless: true,
      chromiumSandbox: sandbox,
      timeout: START_MS,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: given,
      ...outOnlyBy(proxy),
    })
    .catch((error: unknown) => {
      const why = `inconclusive, Chromium did not start from ${path}${sandbox ? '; as root, or where user namespaces are not allowed, FAIRWAY_CHROMIUM_SANDBOX=off starts it without its own sandbox' : ''}`;
      throw new Error(why, { cause: error });
    });
  try {
    return watched(
      server,
      await playwright.chromium.connect(server.wsEndpoint(), { timeout: START_MS }),
    );
  } catch (error) {
    await end(server);
    throw error;
  }
}

/**
 * Names and addresses alike stand for nothing, those of this machine too, but for one that no page knows:
 * what went past the proxy would get nowhere.
 */
function outOnlyBy(proxy: string) {
  const name = `gateway-${randomUUID()}`;
  const { hostname, port } = new URL(proxy);
  const rules = `--host-resolver-rules=MAP ${name} ${hostname} , MAP * ~NOTFOUND`;
  return { proxy: { server: `http://${name}:${port}` }, args: [...ARGS, rules] };
}

function watched(server: BrowserServer, browser: Browser): RunningBrowser {
  const { pid } = server.process();
  let gone: string | null = null;
  const watch = setInterval(() => {
    if (pid === undefined || memoryOf(pid) <= MOST_MEMORY) return;
    gone ??= `its browser held more than ${MOST_MEMORY / 1_048_576} MB, and was ended`;
    void end(server);
  }, LOOK_EVERY_MS);
  watch.unref();
  browser.once('disconnected', () => {
    gone ??= 'its browser ended by itself';
  });
  return {
    browser,
    gone: () => gone,
    async kill() {
      clearInterval(watch);
      gone ??= 'its walk was called off';
      await end(server);
    },
  };
}

/** Its group is its own; asked nicely it might wait for a page that never ends. */
async function end(server: BrowserServer): Promise<void> {
  let bell: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    bell = setTimeout(resolve, END_MS);
  });
  await Promise.race([server.kill().catch(() => undefined), late]);
  clearTimeout(bell);
}
