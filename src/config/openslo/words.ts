import { z } from 'zod';

/** RFC 1123, as OpenSLO names its objects. */
export const ObjectName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a name of small letters, digits and "-", as OpenSLO has them',
  );

/** What says whose an object is and decides nothing. */
export const Metadata = z.strictObject({
  name: ObjectName,
  displayName: z.string().optional(),
  labels: z.record(z.string(), z.unknown()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});

export const Description = z.string().max(1_050).optional();

/** A key of OpenSLO that has no counterpart here: refused with what to write instead, never passed over. */
export function refused(why: string) {
  return z.undefined({ error: why }).optional();
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** OpenSLO's shorthand of a length of time, in milliseconds; months and longer have no fixed length. */
export const Shorthand = z
  .string({ error: 'must be a length of time such as 30d or 4w' })
  .regex(/^[1-9]\d*[mhdw]$/, 'must be a length of time in m, h, d or w, such as 30d or 4w')
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[unitOf(text)]);

function unitOf(text: string): keyof typeof UNIT_MS {
  const unit = text.at(-1);
  return unit === 'm' || unit === 'h' || unit === 'd' ? unit : 'w';
}
