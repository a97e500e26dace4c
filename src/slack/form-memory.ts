import { z } from 'zod';
import type { Form } from '../projections/view.ts';

/** What a modal carries from its opening to its submission. It grants nothing: rights are checked later. */
const Memory = z.object({
  verb: z.string(),
  given: z.record(z.string(), z.string()),
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  responseUrl: z.string().nullable(),
  /** Opened from a message only they see: the answer takes its place, so that its buttons are gone. */
  inPlace: z.boolean().default(false),
});
export type Memory = z.infer<typeof Memory>;

export function writeMemory(form: Form, from: Omit<Memory, 'verb' | 'given'>): string {
  const { channel, thread, responseUrl, inPlace } = from;
  return JSON.stringify({
    verb: form.verb,
    given: form.given,
    ...{ channel, thread, responseUrl, inPlace },
  });
}

/** @throws when it is not ours. */
export function readMemory(text: string): Memory {
  return Memory.parse(JSON.parse(text));
}
