import type { Form, View } from '../projections/view.ts';
import { type Api, call } from './api.ts';
import { type Memory, writeMemory } from './form-memory.ts';
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
  const opened = await call(api, 'views.open', { trigger_id: triggerId, view });
  if (opened.kind === 'ok') return null;
  return formNotOpened(opened.kind === 'refused' ? opened.error : 'it did not answer');
}
