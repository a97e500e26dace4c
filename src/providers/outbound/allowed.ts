import { literalAddress, mayReach, type Reach } from './address.ts';
import { OutboundError } from './outbound-error.ts';

/**
 * A host that may be asked, by its exact name or address as a URL has it. Without `port` any of its
 * ports. `private`: it may lie on this machine or in one's own networks, which no other host may.
 */
export interface AllowedHost {
  readonly host: string;
  readonly port?: number | undefined;
  readonly private?: boolean | undefined;
}

/** An address of the web, without credentials. @throws OutboundError */
export function readUrl(url: string | URL): URL {
  const text = String(url);
  const read = URL.canParse(text) ? new URL(text) : null;
  if (!read) throw new OutboundError('not allowed', 'that is not an address of the web');
  if (read.protocol !== 'http:' && read.protocol !== 'https:')
    throw new OutboundError('not allowed', `${read.protocol} is not asked, http and https are`);
  if (read.username !== '' || read.password !== '')
    throw new OutboundError('not allowed', 'a user or password does not belong in an address');
  return read;
}

/**
 * Whether it is among the hosts that may be asked, and where that one may lie. URL has made 2130706433,
 * 0x7f.1 and 127.0.0.1 the same by now. @throws OutboundError
 */
export function reachOf(url: URL, allow: readonly AllowedHost[]): Reach {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const name = url.hostname.toLowerCase();
  const found = allow.filter(
    (one) => bare(one.host) === bare(name) && [undefined, port].includes(one.port),
  );
  if (found.length === 0)
    throw new OutboundError('not allowed', `${url.host} is not among the hosts that may be asked`);
  const reach = found.some((one) => one.private === true) ? 'private' : 'public';
  const literal = literalAddress(name);
  if (literal !== null && !mayReach(literal, reach))
    throw new OutboundError('address', `${literal} is not an address that may be asked`);
  return reach;
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
