import { fromEffect } from './from-effect.ts';
import type { Runner } from './runner.ts';

/** The new version runs healthy beside the old one, with no traffic. */
export const start: Runner<'start'> = async ({ d, provider, call }) =>
  fromEffect(await provider.deployer.start(call, d.artifact));
