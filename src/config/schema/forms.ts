import { z } from 'zod';
import { Blackout } from '../../domain/governance/window.ts';

/** What environments, services, people and groups are called; it must survive a command line. */
export const Name = z
  .string()
  .regex(
    /^[a-z][a-z0-9._-]{0,62}$/,
    'must be a name of small letters, digits, ".", "_" and "-" that begins with a letter',
  );

/** What is said where something is locked: one word of those means all of it. */
export const Lockable = Name.refine((name) => name !== 'everything', {
  error: 'is taken: it means every service of an environment',
});

/** An IANA time zone; the domain's own check. */
export const Zone = Blackout.shape.zone;

/** A list that may be left out, or left empty in YAML, where an empty value reads as null. */
export function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A section of named things that may be left out or left empty. */
export function section<Entry extends z.ZodType>(entry: Entry, name: z.ZodString = Name) {
  return z
    .record(name, entry)
    .nullish()
    .transform((entries) => entries ?? {});
}
