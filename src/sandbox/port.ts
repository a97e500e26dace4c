import { createServer } from 'node:net';
import { refused } from './refused.ts';

/**
 * Makes sure `port` is free on 127.0.0.1 before anything slow starts.
 * @param purpose what it is for, a noun phrase: 'the local Slack'
 * @throws Refused `port-in-use` or `port-not-allowed`, naming the variable PORT
 */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  const fault = await tryListening(port);
  if (fault === null) return;
  if (fault === 'EACCES') {
    throw refused(
      'port-not-allowed',
      `Port ${port}, meant for ${purpose}, may not be opened by this user.`,
      'The system reserves low ports for root.',
      `Choose another one, for example: PORT=${port < 1_024 ? 3_000 : port + 1} npm start`,
    );
  }
  throw refused(
    'port-in-use',
    `Port ${port}, meant for ${purpose}, is already in use on 127.0.0.1.`,
    'Another program, perhaps another Fairway, listens there.',
    `Stop that program or choose another port, for example: PORT=${suggested(port)} npm start`,
  );
}

/** A port nobody listens on at this moment. Whoever uses it must bear that another was faster. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Whether `port` can be opened on 127.0.0.1 right now. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await tryListening(port)) === null;
}

async function tryListening(port: number): Promise<string | null> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      resolve('code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN');
    });
    // `exclusive`, or a cluster's primary would lend us a handle and call a taken port free.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(null));
    });
  });
}

function suggested(port: number): number {
  return port < 65_535 ? port + 1 : 3_000;
}
