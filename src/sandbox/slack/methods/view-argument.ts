import { isObject, type JsonObject } from '../json.ts';
import { invalid } from '../rules/content.ts';
import { checkView, isTooLarge } from '../rules/view-shape.ts';
import type { Args } from './args.ts';
import { refuse } from './method.ts';

export type ViewArgument =
  | { readonly ok: true; readonly view: JsonObject }
  | { readonly ok: false; readonly refusal: JsonObject };

/** The `view` of a views.* call, checked; or the refusal to answer with. */
export function viewArgument(args: Args, type: 'modal' | 'home'): ViewArgument {
  const view = args.json('view');
  const messages = checkView(view, type);
  if (messages.length > 0) return { ok: false, refusal: invalid('invalid_arguments', messages) };
  if (!isObject(view)) return { ok: false, refusal: refuse('invalid_arguments') };
  return isTooLarge(view) ? { ok: false, refusal: refuse('view_too_large') } : { ok: true, view };
}
