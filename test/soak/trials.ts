import { clocks } from './clocks/clocks.ts';
import { deliveries } from './deliveries/deliveries.ts';
import { failpoints } from './failpoints/failpoints.ts';
import { fence } from './fence/fence.ts';
import { flushes } from './flushes/flushes.ts';
import { kills } from './kills/kills.ts';
import { load } from './load/load.ts';
import { providerFaults } from './provider-faults/provider-faults.ts';
import { races } from './races/races.ts';
import { restarts } from './restarts/restarts.ts';
import { slackFaults } from './slack-faults/slack-faults.ts';
import type { Trial } from './trial.ts';
import { year } from './year/year.ts';
import { zombies } from './zombies/zombies.ts';

/** Everything that is done to Fairway, in the order it is done. One folder and one line each. */
export const trials: readonly Trial[] = [
  kills,
  clocks,
  zombies,
  deliveries,
  slackFaults,
  restarts,
  flushes,
  failpoints,
  providerFaults,
  year,
  fence,
  races,
  load,
];
