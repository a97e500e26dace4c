/**
 * Puts versions into slots of this machine: `slot.mjs <folder> <verb> [<version> <digest> <slot>]`. In the folder
 * `ports.json` has the port of each slot.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [, , folder, verb, version, digest, slot] = process.argv;
const ports = JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8'));
const file = (name) => join(folder, `${name}.json`);
const read = (name) =>
  existsSync(file(name)) ? JSON.parse(readFileSync(file(name), 'utf8')) : null;

async function stop() {
  const old = read(slot);
  if (!old) return;
  try {
    process.kill(old.pid, 'SIGTERM');
    for (let i = 0; i < 100; i += 1) {
      process.kill(old.pid, 0);
      await sleep(50);
    }
  } catch {
    // It has gone.
  }
  rmSync(file(slot));
}

async function start() {
  await stop();
  const app = new URL('./app.mjs', import.meta.url).pathname;
  const args = [app, String(ports[slot]), version, folder];
  const child = spawn(process.execPath, args, { detached: true, stdio: 'ignore' });
  child.unref();
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${ports[slot]}/`).catch(() => null);
    if (answer?.ok) break;
    await sleep(50);
  }
  writeFileSync(file(slot), JSON.stringify({ version, digest, pid: child.pid }));
}

if (verb === 'start') await start();
else if (verb === 'stop') await stop();
else if (verb === 'close') process.kill(read(slot).pid, 'SIGHUP');
else if (verb === 'resolve') {
  const hex = createHash('sha256').update(version).digest('hex');
  process.stdout.write(JSON.stringify({ version, digest: `sha256:${hex}` }));
} else {
  const slots = Object.fromEntries(Object.keys(ports).map((name) => [name, read(name)]));
  const staged = Object.values(slots).flatMap((one) => (one ? [one.digest] : []));
  process.stdout.write(JSON.stringify({ slots, staged }));
}
