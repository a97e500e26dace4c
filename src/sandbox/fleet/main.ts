/**
 * The fleet's own process, forked by `start-fleet.ts`. `FLEET_DATA` is its folder, `FLEET_OPTIONS` the
 * rest as JSON. It goes when its parent goes, and its own children go with it: each follows the IPC
 * channel of the one above, the only thing a SIGKILL cannot forget to close.
 */
import { type FleetMessage, fleetOptions } from './messages.ts';
import { type RunningFleet, runFleet } from './run-fleet.ts';

function tell(message: FleetMessage): void {
  if (process.connected) process.send?.(message);
}

function logger(level: 'info' | 'warn') {
  return (fields: object, message: string): void =>
    tell({ type: 'log', level, message, fields: { ...fields } });
}

async function run(): Promise<void> {
  const { FLEET_DATA: dataFolder, FLEET_OPTIONS: options } = process.env;
  if (dataFolder === undefined || options === undefined)
    throw new Error('FLEET_DATA and FLEET_OPTIONS must be set: start the fleet by startFleet()');
  const { rates, pullMs } = fleetOptions.parse(JSON.parse(options));
  const log = { info: logger('info'), warn: logger('warn') };
  const starting = runFleet({ dataFolder, rates, pullMs, log });
  process.once('SIGTERM', () => void starting.then(stop));
  const fleet = await starting;
  tell({ type: 'ready', adminPort: fleet.adminPort, proxies: [...fleet.proxies] });
}

async function stop(fleet: RunningFleet): Promise<void> {
  await fleet.stop();
  process.exit(0);
}

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {}); // Ctrl-C reaches the whole group; the parent decides what it means
run().catch((error: unknown) => {
  tell({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
  process.disconnect?.();
});
