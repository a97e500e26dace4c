import { connect, type Socket } from 'node:net';

/** One keep-alive connection, one request at a time: as little of a client as can be, beside a server. */
export interface Wire {
  /** Sends the bytes; resolves with the status once the whole answer is there. */
  exchange(request: Buffer): Promise<number>;
  close(): void;
}

export async function openWire(port: number): Promise<Wire> {
  const socket = await connected(port);
  let text = '';
  let waiting: PromiseWithResolvers<number> | null = null;
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const status = whole(text);
    if (status === null) return;
    text = '';
    const answered = waiting;
    waiting = null;
    answered?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the connection was closed')));
  return {
    exchange(request) {
      if (socket.destroyed) return Promise.reject(new Error('the connection was closed'));
      waiting = Promise.withResolvers<number>();
      socket.write(request);
      return waiting.promise;
    },
    close: () => socket.destroy(),
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** The status of an answer that has arrived whole, else null. Lengths and chunks, nothing rarer. */
function whole(text: string): number | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const complete =
    length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length);
  return complete ? Number(head.slice(9, 12)) : null;
}
