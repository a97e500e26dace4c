import { z } from 'zod';
import { touches } from '../incident/incident.ts';
import { pass, type Ruling, wait } from '../kernel/ruling.ts';
import type { Subject } from '../kernel/subject.ts';
import type { Facts } from './facts.ts';
import { defineGate } from './gate.ts';

const Rule = z.object({ name: z.string(), incident: z.array(z.string()).readonly() });

/** Nothing it leans on is in trouble, or this is the fix of that very incident. */
export const incident = defineGate({
  kind: 'incident',
  says: 'no incident is open about what it must not meet in trouble',
  evidence: false,
  config: z.object({ kind: z.literal('incident'), rules: z.array(Rule).readonly() }),
  needs: ['incidents'],
  rule({ rules }, { incidents }, about) {
    return rules.flatMap((rule) => heldBy(rule, incidents, about) ?? [])[0] ?? pass;
  },
});

function heldBy(
  { name, incident: services }: z.infer<typeof Rule>,
  incidents: Facts['incidents'],
  about: Subject,
): Ruling | null {
  const { environment, fixes } = about;
  for (const service of services) {
    const open = incidents.find((i) => i.id !== fixes && touches(i, { service, environment }));
    if (!open) continue;
    const why = `${open.id} is open about ${service} (${open.title}): ${name}`;
    return wait('incident', why, { who: open.commander === null ? [] : [open.commander] });
  }
  return null;
}
