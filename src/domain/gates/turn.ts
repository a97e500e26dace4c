import { z } from 'zod';
import { goesBefore } from '../governance/precedence.ts';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** Nobody who goes before waits for the same target and could start. */
export const turn = defineGate({
  kind: 'turn',
  says: 'it is its turn: nobody who asked before waits for the same place',
  evidence: false,
  config: z.object({ kind: z.literal('turn') }),
  needs: ['queue'],
  rule(_, { queue }, about) {
    const before = queue.filter((one) => !one.held && goesBefore(one, about));
    if (before.length === 0) return pass;
    const names = before.map(({ id, fixes }) => (fixes ? `${id}, which ends ${fixes}` : id));
    return wait('turn', `${names.join(', then ')} goes first in ${about.environment}`);
  },
});
