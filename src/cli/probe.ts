import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { chromiumIn } from '../config/chromium.ts';
import { createBrowserTo } from '../providers/probes/browser/index.ts';
import { fetchTo } from '../providers/probes/index.ts';
import { createProbeServer } from '../providers/probes/serve.ts';
import type { Print } from './print.ts';
import { secretIn } from './secret-in.ts';

const USAGE =
  'usage: fairway probe --allow=shop.example,pay.example [--port=7070] [--host=0.0.0.0]';
const FORM = /^--(allow|port|host)=(.+)$/;

/**
 * `fairway probe`: walks journeys for the workers that have its token, to the hosts it is given and to
 * no other. Ends on SIGTERM or SIGINT. Answers with the exit code: 0 ended, 1 cannot start, 2 not
 * understood.
 */
export async function probe(args: readonly string[], print: Print): Promise<number> {
  const read = args.map((arg) => FORM.exec(arg));
  const strange = args.find((_, i) => read[i] === null);
  const {
    allow = '',
    port = '7070',
    host = '0.0.0.0',
  } = Object.fromEntries(read.flatMap((one) => (one ? [[one[1] ?? '', one[2] ?? '']] : [])));
  const hosts = allow.split(',').filter((one) => one !== '');
  if (strange !== undefined || hosts.length === 0 || !/^\d{1,5}$/.test(port)) {
    print(strange === undefined ? USAGE : `unknown argument ${strange}; ${USAGE}`);
    return 2;
  }
  const token = secretIn(
    process.env,
    'FAIRWAY_PROBE_TOKEN',
    'a secret that the workers know too',
    print,
  );
  if (token === null) return 1;
  const chromium = chromiumIn(process.env);
  const browserTo = createBrowserTo(chromium);
  const { env } = process;
  const server = createProbeServer({ fetchTo, browserTo, env, token, hosts, log: pino() });
  server.listen(Number(port), host);
  await once(server, 'listening');
  print(
    `This probe answers on port ${(server.address() as AddressInfo).port} and walks to ${hosts.join(', ')}.`,
  );
  if (chromium.path === null)
    print(
      'There is no Chromium here: journeys with steps in a browser have no say from this probe.',
    );
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  server.close();
  server.closeAllConnections();
  return 0;
}
