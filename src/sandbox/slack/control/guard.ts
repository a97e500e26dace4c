const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request is refused; undefined where it may pass. Loopback alone is no protection: a web
 * page anywhere can make a browser call localhost, directly (its Origin tells) or by a name that
 * resolves to 127.0.0.1 (the Host tells).
 */
export function refuseForeign(headers: {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}): string | undefined {
  if (!isLoopbackHost(headers.host)) {
    return 'The local Slack answers to localhost, 127.0.0.1 and [::1] only.';
  }
  if (headers.origin !== undefined && !isLoopbackOrigin(headers.origin)) {
    return 'Pages of other sites may not use the local Slack.';
  }
  return undefined;
}

export function isLoopbackName(name: string): boolean {
  return loopbackNames.has(name) || name === '::1';
}

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

function isLoopbackOrigin(origin: string): boolean {
  return URL.canParse(origin) && loopbackNames.has(new URL(origin).hostname);
}
