import { z } from 'zod';
import { pass, wait } from '../kernel/ruling.ts';
import { defineGate } from './gate.ts';

/** The service's own slot is free, and the environment has room for one more. */
export const concurrency = defineGate({
  kind: 'concurrency',
  says: 'the slot is free and the environment has room',
  evidence: false,
  config: z.object({ kind: z.literal('concurrency'), slots: z.number().int().min(1) }),
  needs: ['occupants'],
  rule({ slots }, { occupants }, about) {
    const others = occupants.filter((o) => o.id !== about.id);
    const own = others.find((o) => o.service === about.service);
    if (own) {
      const why = `${own.id} (${own.service} ${own.version}) is running in ${about.environment}`;
      return wait('slot', why, { who: [own.startedBy] });
    }
    if (others.length < slots) return pass;
    const names = others.map((o) => `${o.id} ${o.service}`).join(', ');
    const why = `all ${slots} slots of ${about.environment} are taken by ${names}`;
    return wait('environment-full', why, { who: [...new Set(others.map((o) => o.startedBy))] });
  },
});
