import { startFleet } from '../../../src/sandbox/fleet/start-fleet.ts';
import { silent } from './fleet-client.ts';

/** Stands for Fairway in the stories of a sudden death: starts a fleet, says where, and waits. */
const fleet = await startFleet({
  dataFolder: process.argv[2] ?? '',
  pullMs: 2_000,
  log: silent,
});
process.send?.({ pid: fleet.pid, adminUrl: fleet.adminUrl });
