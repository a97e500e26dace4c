import { fromEffect } from './from-effect.ts';
import type { Runner } from './runner.ts';

/** The new version gets exactly this share of the traffic. */
export const shift: Runner<'shift'> = async ({ d, step, provider, call }) =>
  fromEffect(await provider.deployer.shift(call, d.artifact, d.previous, step.percent));
