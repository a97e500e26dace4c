import { hasShares } from '../../ports/desired.ts';
import { confirmed } from './confirmed.ts';
import type { Runner } from './runner.ts';

/** The new version gets exactly this share of the traffic. */
export const shift: Runner<'shift'> = (run) => {
  const { d, step, provider, call } = run;
  return confirmed(
    run,
    () => provider.deployer.shift(call, d.artifact, d.previous, step.percent),
    hasShares(d.artifact, d.previous, step.percent),
  );
};
