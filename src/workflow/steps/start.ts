import { runs } from '../../ports/desired.ts';
import { confirmed } from './confirmed.ts';
import type { Runner } from './runner.ts';

/** The new version runs healthy beside the old one, with no traffic. */
export const start: Runner<'start'> = (run) => {
  const { d, provider, call } = run;
  return confirmed(run, () => provider.deployer.start(call, d.artifact), runs(d.artifact));
};
