import { othersAreGone } from '../../ports/desired.ts';
import { confirmed } from './confirmed.ts';
import type { Runner } from './runner.ts';

/**
 * The old version leaves service and stands by, so that a rollback is one shift away. What a rollback
 * came from does not stand by: nobody should return to it.
 */
export const finish: Runner<'finish'> = (run) => {
  const { d, provider, call } = run;
  const standby = d.kind === 'rollback' ? null : d.previous;
  return confirmed(
    run,
    () => provider.deployer.finish(call, d.artifact, standby),
    othersAreGone(d.artifact, standby),
  );
};
