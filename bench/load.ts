/** The load of bench/ack, in a process of its own. `LOAD` is JSON; the answer is one line of JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './figure.ts';
import { Load, type Loaded } from './load-terms.ts';
import { slashRequest } from './slash-request.ts';
import { openWire, type Wire } from './wire.ts';

const load = Load.parse(JSON.parse(process.env['LOAD'] ?? '{}'));
const { port, secret, run, count, perSecond } = load;
// Signed beforehand: what is measured is the server, not us.
const requests = Array.from({ length: count }, (_, n) => slashRequest(n, run, port, secret));
const wires = await Promise.all(Array.from({ length: load.connections }, () => openWire(port)));
const took: number[] = [];
let bad = 0;
let next = 0;
const began = performance.now();
const late = (): boolean => performance.now() - began > load.mostMs;

async function send(wire: Wire, request: Buffer, since: number): Promise<void> {
  const status = await wire.exchange(request);
  if (status !== 200) bad += 1;
  took.push(performance.now() - since);
}

/** Closed loop: each connection sends its next request when the last was answered. */
async function saturate(wire: Wire): Promise<void> {
  while (next < count && !late()) {
    const request = requests[next];
    next += 1;
    if (request) await send(wire, request, performance.now());
  }
}

/** Open loop: a request's time counts from when it was due, so a stall is seen by all who waited. */
async function onSchedule(rate: number): Promise<void> {
  const free = [...wires];
  const due: { readonly request: Buffer; readonly at: number }[] = [];
  const under = new Set<Promise<void>>();
  const give = (): void => {
    // The longest unused first: a server closes what is idle for long.
    for (let wire = free.shift(); wire; wire = free.shift()) {
      const one = due.shift();
      if (!one) {
        free.unshift(wire);
        return;
      }
      const mine = wire;
      const sent = send(mine, one.request, one.at).then(() => {
        under.delete(sent);
        free.push(mine);
        give();
      });
      under.add(sent);
    }
  };
  for (; next < count && !late(); next += 1) {
    const at = began + (next * 1_000) / rate;
    const early = at - performance.now();
    if (early > 1) await sleep(early);
    const request = requests[next];
    if (request) due.push({ request, at });
    give();
  }
  while (under.size > 0) await Promise.all(under);
}

if (perSecond === null) await Promise.all(wires.map(saturate));
else await onSchedule(perSecond);
const seconds = (performance.now() - began) / 1_000;
for (const wire of wires) wire.close();
const loaded: Loaded = {
  done: took.length,
  bad,
  seconds,
  p50Ms: percentile(took, 0.5),
  p99Ms: percentile(took, 0.99),
};
process.stdout.write(`${JSON.stringify(loaded)}\n`);
