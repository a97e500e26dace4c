import { fromEffect } from './from-effect.ts';
import type { Runner } from './runner.ts';

/**
 * The old version leaves service and stands by, so that a rollback is one shift away. What a rollback
 * came from does not stand by: nobody should return to it.
 */
export const finish: Runner<'finish'> = async ({ d, provider, call }) => {
  const standby = d.kind === 'rollback' ? null : d.previous;
  return fromEffect(await provider.deployer.finish(call, d.artifact, standby));
};
