import { createServer } from 'node:http';

/** As much of Slack as answers, and remembers which answers reached a response_url. */
export interface SlackEar {
  readonly apiUrl: string;
  responseUrl(event: string): string;
  /** How often each event was answered, by its id. */
  readonly answers: ReadonlyMap<string, number>;
  close(): void;
}

export const TEAM = 'T0SOAK0001';
export const ANA = 'U0ANA00001';
const RESPONSES = '/_response/';

export async function startSlackEar(): Promise<SlackEar> {
  const answers = new Map<string, number>();
  let posts = 0;
  const server = createServer((request, response) => {
    request.resume();
    const path = request.url ?? '';
    if (path.startsWith(RESPONSES)) {
      const event = decodeURIComponent(path.slice(RESPONSES.length));
      answers.set(event, (answers.get(event) ?? 0) + 1);
    }
    posts += 1;
    const answer = {
      ok: true,
      ...{ user_id: 'U0FAIRWAY1', bot_id: 'B0FAIRWAY1', team_id: TEAM },
      user: { id: ANA, team_id: TEAM, name: 'ana' },
      ts: `${posts}.000000`,
      messages: [],
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    apiUrl: `${url}/api/`,
    responseUrl: (event) => `${url}${RESPONSES}${encodeURIComponent(event)}`,
    answers,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
