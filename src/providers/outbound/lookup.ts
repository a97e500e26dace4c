import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { mayReach, type Reach } from './address.ts';
import { OutboundError } from './outbound-error.ts';

export interface Resolved {
  readonly address: string;
  readonly family: number;
}

/** All addresses a name stands for at this moment. */
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>;

export function systemResolve(hostname: string): Promise<readonly Resolved[]> {
  return lookup(hostname, { all: true });
}

/**
 * How a socket learns where to connect: what it is told here is what it connects to, so there is no
 * moment between the check and the use. One forbidden address among several refuses the name.
 */
export function checkedLookup(reach: Reach, resolve: Resolve): LookupFunction {
  return (hostname, options, done) => {
    const tell = async (): Promise<readonly Resolved[]> => {
      const found = await resolve(hostname);
      const wrong = found.find(({ address }) => !mayReach(address, reach));
      if (found.length === 0) throw new OutboundError('unreachable', `${hostname} is not known`);
      if (!wrong) return found;
      const why = `${hostname} stands for ${wrong.address}, which is not an address that may be asked`;
      throw new OutboundError('address', why);
    };
    tell().then(
      (found) => {
        const [first] = found;
        if (options.all) done(null, [...found]);
        else done(null, first?.address ?? '', first?.family);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), ''),
    );
  };
}
