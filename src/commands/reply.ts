import type { Refusal } from '../domain/kernel/refusal.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import type { Recorded } from '../ports/store.ts';
import { text } from '../projections/parts.ts';
import { refusalView } from '../projections/refusal.ts';
import type { Offer, View } from '../projections/view.ts';
import type { Reply } from './command.ts';

/** An answer only the asker sees. */
export function say(view: View): Reply {
  return { kind: 'said', view, typedOnly: false };
}

/** A short confirmation, left out where a pressed button's card shows the same. */
export function confirm(sentence: string): Reply {
  return { kind: 'said', view: { text: sentence, parts: [text(sentence)] }, typedOnly: true };
}

export function no(refusal: Refusal, buttons: readonly Offer[] = []): Reply {
  return { kind: 'refused', refusal, view: refusalView(refusal, buttons) };
}

/** What became of a change, for the person who asked for it. */
export function answer(recorded: Recorded, done: string): Reply {
  switch (recorded.kind) {
    case 'recorded':
      return confirm(done);
    case 'refused':
      return no(recorded.refusal);
    case 'unchanged':
    case 'fenced':
      return no(
        refuse('moved', 'It moved while you were deciding.', {
          why: 'Nothing of your decision was stored.',
          fix: 'Look at it again and repeat it if you still want it.',
        }),
      );
  }
}
