import type { Refusal } from '../domain/kernel/refusal.ts';
import { sayRefusal } from '../domain/kernel/refusal.ts';
import { note, offers, state, text } from './parts.ts';
import type { Offer, Part, View } from './view.ts';
import { withChannels } from './words.ts';

/** A clear no: what is wrong, why, what to do instead, and a line to copy or buttons to press. */
export function refusalView(r: Refusal, buttons: readonly Offer[] = []): View {
  const parts: (Part | null)[] = [
    state('blocked', { foreign: r.what }),
    r.why ? text({ foreign: r.why }) : null,
    r.fix ? text(...withChannels(r.fix)) : null,
    r.line ? text('Try: ', { code: r.line }) : null,
    buttons.length > 0 ? offers(buttons) : note(['Nothing was changed.']),
  ];
  return { text: sayRefusal(r), parts: parts.filter((part) => part !== null) };
}
