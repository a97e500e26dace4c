import { z } from 'zod';
import { Address, Pattern, Variable } from './fields.ts';

/** Roles of WAI-ARIA by which people find their way on a page. */
// biome-ignore format: a list of words
const ROLES = [
  'alert', 'button', 'cell', 'checkbox', 'combobox', 'dialog', 'heading', 'img', 'link', 'list',
  'listitem', 'main', 'menuitem', 'navigation', 'option', 'radio', 'row', 'searchbox', 'spinbutton',
  'status', 'switch', 'tab', 'table', 'textbox',
] as const;

const Words = z.string().min(1).max(500);

/** How something on a page is found: as people and screen readers find it, not by how it is built. */
const by = {
  role: z.enum(ROLES).optional(),
  /** Of a role: its accessible name. */
  name: Words.optional(),
  label: Words.optional(),
  text: Words.optional(),
  placeholder: Words.optional(),
  testId: Words.optional(),
  /** Left out: a part of the words is enough, in capitals or not. */
  exact: z.boolean().optional(),
};

const WAYS = ['role', 'label', 'text', 'placeholder', 'testId'] as const;

function target<S extends z.ZodRawShape>(more: S) {
  return z.strictObject({ ...by, ...more }).refine(isFound, {
    message: `must say exactly one of ${WAYS.join(', ')}, and a "name" of a role alone`,
  });
}

function isFound(written: object): boolean {
  const ways = WAYS.filter((way) => way in written);
  return ways.length === 1 && (!('name' in written) || ways[0] === 'role');
}

const Target = target({});
export type Target = z.infer<typeof Target>;

const actions = {
  open: Address,
  fill: target({ with: z.string().max(2_000) }),
  click: Target,
  select: target({ option: Words }),
  press: z.enum(['Enter', 'Tab', 'Escape', 'Space', 'ArrowDown', 'ArrowUp']),
  see: Target,
  gone: Target,
  read: target({ as: Variable, matches: Pattern.optional() }),
};
const ACTIONS = Object.keys(actions);

/** One thing a customer does in a browser, or sees there, and how long it may take. */
export function pageStep<D extends z.ZodType<number>>(duration: D) {
  return z
    .strictObject({
      name: z.string().min(1).max(80),
      within: duration.optional(),
      ...z.object(actions).partial().shape,
    })
    .refine((step) => ACTIONS.filter((action) => action in step).length === 1, {
      message: `must be a request ("url") or do exactly one of ${ACTIONS.join(', ')}`,
    });
}

export type PageStep = z.infer<ReturnType<typeof pageStep<z.ZodNumber>>>;

/** Whether a step of a journey is one in a browser. */
export function isPageStep<S extends object>(
  step: S,
): step is Exclude<S, { readonly url: string }> {
  return !('url' in step);
}

/** What is looked for, in a few words: `button "Sign in"`. */
export function sayTarget({ role, name, label, text, placeholder, testId }: Target): string {
  if (role !== undefined) return name === undefined ? role : `${role} "${name}"`;
  if (label !== undefined) return `field "${label}"`;
  if (placeholder !== undefined) return `field with "${placeholder}" in it`;
  return testId === undefined ? `text "${text}"` : `element with test id "${testId}"`;
}
