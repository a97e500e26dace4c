import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { no, ok, send } from './answer.ts';
import type { Fault, Faults } from './faults.ts';

/** Lets a call meet its fault. Answers true when the call is over by it. */
export async function suffer(
  response: ServerResponse,
  faults: Faults,
  call: string,
  when: Fault['when'],
): Promise<boolean> {
  const met = faults.take(call, when);
  switch (met?.fault) {
    case undefined:
      return false;
    case 'delay':
      await wait(met?.delayMs);
      return false;
    case 'hang':
      await faults.cleared();
      response.destroy();
      return true;
    case 'reset':
      response.destroy();
      return true;
    case '500':
      send(response, no(500, 'fault', 'an error a test has ordered'));
      return true;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>not JSON');
      return true;
    case 'lie':
      send(response, ok({ state: 'done' }));
      return true;
  }
}
