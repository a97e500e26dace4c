import { connect, type TLSSocket } from 'node:tls';
import { sayDuration } from '../../../domain/kernel/duration.ts';
import { literalAddress, mayReach } from '../../outbound/address.ts';
import { checkedLookup, systemResolve } from '../../outbound/lookup.ts';
import { OutboundError } from '../../outbound/outbound-error.ts';
import type { Inspect } from './inspect.ts';

/**
 * The chain leads to a root this machine trusts and names the host, the certificate lasts a while yet,
 * and the protocol asked for is spoken, or a newer one; whether older ones are as well is not asked.
 */
export const tls: Inspect<'tls'> = async (wish, { signal, about: { now }, ca }) => {
  const { host, port } = wish;
  const reach = wish.private ? 'private' : 'public';
  const literal = literalAddress(host);
  if (literal !== null && !mayReach(literal, reach))
    throw new OutboundError('address', `${literal} is not an address that may be asked`);
  const socket = connect({
    host,
    port,
    ...(literal === null ? { servername: host } : {}),
    lookup: checkedLookup(reach, systemResolve),
    rejectUnauthorized: false, // so that what is wrong can be told; nothing is sent over it
    minVersion: wish.protocol,
    ...(ca === undefined ? {} : { ca }),
  });
  try {
    const refused = await shaken(socket, signal);
    if (refused !== null) return { says: '', fault: refused };
    const { valid_to: validTo } = socket.getPeerCertificate();
    const leftMs = Date.parse(validTo) - now;
    const says = `${socket.getProtocol() ?? 'TLS'}, valid for ${sayDuration(leftMs)} more`;
    if (leftMs <= 0) return { says, fault: `the certificate expired on ${validTo}` };
    if (!socket.authorized)
      return { says, fault: `the chain is not trusted (${String(socket.authorizationError)})` };
    if (leftMs >= wish.validFor) return { says, fault: null };
    const wanted = sayDuration(wish.validFor);
    return {
      says,
      fault: `the certificate is valid for ${sayDuration(leftMs)}, wanted are ${wanted}`,
    };
  } finally {
    socket.destroy();
  }
};

/** Null once hands are shaken, or why they were not. @throws when nothing answers there */
function shaken(socket: TLSSocket, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('no answer in time'));
    signal.addEventListener('abort', late, { once: true });
    socket.once('secureConnect', () => resolve(null));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const isRefused = /^(ERR_SSL|EPROTO)/.test(error.code ?? '');
      if (isRefused) resolve(`no handshake with the protocol asked for (${error.code})`);
      else reject(error);
    });
  });
}
