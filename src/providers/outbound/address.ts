import ipaddr from 'ipaddr.js';

/** What may be connected to: `public` is the internet alone, `private` one's own networks as well. */
export type Reach = 'public' | 'private';

/** Ranges that lie within an organisation or a machine. */
const OWN: readonly string[] = ['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'];

/**
 * Where clouds give credentials to whoever asks from within. All of 169.254.0.0/16 and fe80::/10 is
 * refused by its range; these lie in ranges that are otherwise allowed.
 */
const METADATA: readonly string[] = [
  '100.100.100.200', // Alibaba
  '168.63.129.16', // Azure
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google
];

/** Addresses of the IPv6 internet (IANA, global unicast); what lies outside merely looks like one. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a connection to this address may be made. IPv4 that comes wrapped in IPv6 is judged as what it
 * is; link-local, metadata, multicast, reserved, tunnelled and unreadable addresses never may.
 */
export function mayReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (METADATA.some((one) => ipaddr.parse(one).toNormalizedString() === ip.toNormalizedString()))
    return false;
  const range: string = ip.range();
  if (OWN.includes(range)) return reach === 'private';
  if (range !== 'unicast') return false;
  return ip instanceof ipaddr.IPv4 || ip.match(GLOBAL_UNICAST);
}

/** The address a URL's host is, without brackets, or null when it is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(bare) ? bare : null;
}
