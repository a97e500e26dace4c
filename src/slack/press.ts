import { z } from 'zod';
import type { Form } from '../projections/view.ts';

const Choice = z.object({ value: z.string(), label: z.string() });
const Field = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string().nullable(),
  optional: z.boolean(),
  initial: z.string().nullable(),
  multiline: z.boolean(),
  options: z.array(Choice).nullable(),
});
const Pressed = z.object({
  form: z.object({
    verb: z.string(),
    title: z.string(),
    submit: z.string(),
    given: z.record(z.string(), z.string()),
    fields: z.array(Field),
  }),
});

/** What a pressed button asks for: a command line, or a form to open first. */
export type Press = { readonly line: string } | { readonly form: Form };

/** Reads what `render/press-value.ts` wrote; null for a value that is not ours. */
export function readPress(value: string): Press | null {
  if (value.startsWith('/')) return { line: value };
  try {
    return Pressed.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

/** `/release approve D-12` as the root and the rest. */
export function splitLine(line: string): { readonly command: string; readonly text: string } {
  const [, command = line, text = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
  return { command, text };
}
