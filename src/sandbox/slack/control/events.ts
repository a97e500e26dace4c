import type { ServerResponse } from 'node:http';
import type { Change } from '../model/state.ts';
import type { World } from '../model/world.ts';
import { controlMessage } from './message-shape.ts';
import { canHear } from './sight.ts';

const heartbeatMs = 15_000;

/**
 * Server-sent events for one person: each `data:` is one change they may see. Ends with the
 * connection; the answer of `close` ends it from here.
 */
export function streamEvents(world: World, user: string, response: ServerResponse): () => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': hello\n\n');
  const stopListening = world.onChange((change) => {
    if (canHear(world, user, change))
      response.write(`data: ${JSON.stringify(shown(world, change))}\n\n`);
  });
  // A comment keeps proxies and the browser from giving up on a quiet workspace.
  const timer = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  timer.unref();
  const close = () => {
    stopListening();
    clearInterval(timer);
    response.end();
  };
  response.on('close', close);
  return close;
}

function shown(world: World, change: Change) {
  const { only: _only, message, ...rest } = change;
  if (message === undefined || change.channel === undefined) return rest;
  return { ...rest, message: controlMessage(world, change.channel, message) };
}
