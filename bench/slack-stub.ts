import { createServer } from 'node:http';

export interface SlackStub {
  readonly apiUrl: string;
  close(): void;
}

/** As much of Slack as a start asks for: who the bot is. Everything else is granted and forgotten. */
export async function startSlackStub(): Promise<SlackStub> {
  const identity = { ok: true, user_id: 'U0FAIRWAY1', bot_id: 'B0FAIRWAY1', team_id: 'T0FAIRWAY1' };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(identity));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
