/** What belongs to one connection only and is never passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * The raw headers (name, value, name, value, …) that travel on, repeated ones kept, in their order;
 * without those the `Connection` header names, and without `Expect`, which the proxy has answered.
 */
export function endToEndHeaders(raw: readonly string[]): string[] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) pairs.push([raw[i] ?? '', raw[i + 1] ?? '']);
  const named = pairs
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((token) => token.trim().toLowerCase()));
  const dropped = new Set([...HOP_BY_HOP, 'expect', ...named]);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase())).flat();
}
