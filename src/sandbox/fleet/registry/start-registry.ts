import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Digest } from '../../../domain/artifact/artifact.ts';
import { blobOf } from './images.ts';

export interface SampleRegistry {
  /** The bytes it has under this digest, unchecked. @throws when it does not answer, or has none */
  pull(digest: Digest): Promise<Buffer>;
  close(): void;
}

/** Where images are pulled from, by HTTP on a loopback port of its own. Switched off it hangs up on everybody. */
export async function startRegistry(isUp: () => boolean): Promise<SampleRegistry> {
  const server = createServer((request, response) => {
    if (!isUp()) return void request.socket.destroy();
    const blob = blobOf(request.url?.slice('/blobs/'.length) ?? '');
    response.writeHead(blob === undefined ? 404 : 200, { connection: 'close' }).end(blob);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    async pull(digest) {
      const answer = await fetch(`http://127.0.0.1:${port}/blobs/${digest}`).catch(() => null);
      if (!answer?.ok)
        throw new Error(`the registry does not answer, so ${digest} cannot be pulled`);
      return Buffer.from(await answer.arrayBuffer());
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
