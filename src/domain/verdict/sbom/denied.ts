import { z } from 'zod';
import { isRange } from './order.ts';

const MOST = 200;

const Pattern = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => text.split('*').length <= 10, 'must hold at most nine *');

/** `left-pad`, `pkg:npm/@acme/*`, or either with a range of npm's semver behind a blank. */
const Part = Pattern.refine((text) => {
  const { name, range } = partIn(text);
  return !/[^/]@/.test(name) && (range === null || isRange(range));
}, 'must be a name or a package URL without version, and perhaps a range behind it: pkg:npm/lodash <4.17.21');

/** What of a difference is not as it must be. */
export const Denied = z
  .strictObject({
    licences: z
      .array(Pattern)
      .min(1)
      .max(MOST)
      .optional()
      .describe('Licences by their SPDX names; * stands for anything: AGPL-*.'),
    unlicensed: z.boolean().optional().describe('Whether what names no licence is denied.'),
    components: z
      .array(Part)
      .min(1)
      .max(MOST)
      .optional()
      .describe(
        'Components by name or package URL, and perhaps a range of npm’s semver: pkg:npm/lodash <4.17.21.',
      ),
    downgrades: z
      .boolean()
      .optional()
      .describe('Whether a component that went back to an older version is denied.'),
    newAbove: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('So many new components may be there, and no more.'),
  })
  .refine(
    (one) => Object.values(one).some((rule) => rule !== undefined && rule !== false),
    'denies nothing, and so nothing could fail it: write licences, unlicensed, components, downgrades or newAbove',
  );
export type Denied = z.infer<typeof Denied>;

/** A denied component as it is written, taken apart. */
export function partIn(text: string): { readonly name: string; readonly range: string | null } {
  const [name = '', ...range] = text.trim().split(/\s+/);
  return { name, range: range.length === 0 ? null : range.join(' ') };
}
