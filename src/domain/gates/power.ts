import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/**
 * A canary starts where it would see what it is for. It was asked for at another hour, so it is asked again when nothing
 * else holds it; the traffic of a better hour opens it. Where nothing is known only what requires its power is held: the
 * judge that then lacks evidence asks people, and the start says that it is not known.
 */
export const power = defineGate({
  kind: 'power',
  says: 'the usual traffic of the hour is not known to be too little for its canary',
  evidence: false,
  config: z.object({ kind: z.literal('power'), required: z.boolean() }),
  needs: ['power'],
  rule({ required }, { power: seen }, about) {
    if (seen === null || seen.sees === 'enough') return pass;
    const { why, instead } = seen;
    if (seen.sees === 'not known' && !required) return { ...pass, because: why };
    const then = `It starts by itself when there is; to ask for it otherwise: ${instead}`;
    const what = `traffic on which its canary would see enough in ${about.environment}`;
    return wait(TOO_LITTLE, `${what}. ${why} ${then}`, { who: [about.requestedBy] });
  },
});

export const TOO_LITTLE = 'too-little-power';
