import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, isPortFree, requireFreePort } from '../../src/sandbox/port.ts';

test('a free port passes', async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  await expect(requireFreePort(port, 'the page')).resolves.toBeUndefined();
});

test.each(['127.0.0.1', '0.0.0.0'])('a port taken on %s is refused, naming PORT', async (host) => {
  const server = createServer().listen({ port: 0, host });
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(requireFreePort(port, 'the page')).rejects.toThrow(
    new RegExp(`Port ${port}, meant for the page, is already in use.*PORT=${port + 1} npm start`),
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort(port, 'the page')).resolves.toBeUndefined();
});
