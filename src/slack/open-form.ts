import { z } from 'zod';
import type { Form, View } from '../projections/view.ts';
import { type Api, call } from './api.ts';
import { type Memory, writeMemory } from './form-memory.ts';
import type { Block } from './render/block.ts';
import { renderForm } from './render/form.ts';
import { FORM_TOO_BIG, formNotOpened } from './words.ts';

/**
 * Opens a modal, at once: a trigger lives three seconds and works once. Null when it is open, else
 * what to tell the person.
 */
export async function openModal(
  api: Api,
  triggerId: string,
  form: Form,
  from: Omit<Memory, 'verb' | 'given'>,
): Promise<View | null> {
  const view = renderForm(form, writeMemory(form, from));
  if (!view) return FORM_TOO_BIG;
  const opened = await open(api, triggerId, view);
  return 'failed' in opened ? opened.failed : null;
}

const Opened = z.object({ view: z.object({ id: z.string() }) });

/** Opens this view: its id, or what to tell the person. */
export async function open(
  api: Api,
  triggerId: string,
  view: Block,
): Promise<{ readonly id: string } | { readonly failed: View }> {
  const opened = await call(api, 'views.open', { trigger_id: triggerId, view });
  if (opened.kind === 'ok') return { id: Opened.parse(opened.answer).view.id };
  return { failed: formNotOpened(opened.kind === 'refused' ? opened.error : 'it did not answer') };
}
