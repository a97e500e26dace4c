import { note, offers, state, text } from '../projections/parts.ts';
import type { Form, Offer, View } from '../projections/view.ts';

/** What we say before, or instead of, a command's own answer. Each says what is so and what to do. */
export const NO_DATABASE = says(
  'Fairway cannot reach its database. Nothing was started. Try again in a minute.',
);
export const TOO_LATE = says(
  'Fairway did not answer in time. It may still do this: look at `/release status` before you repeat it.',
);
export const BROKEN = says(
  'Something went wrong in Fairway. Nothing was started; the fault is in its log. Try again in a minute.',
);
export const TOO_FAST = says(
  'You are faster than Fairway may follow. Nothing was started. Wait ten seconds and repeat it. /rollback, pause and abort are never held back.',
);
export const TAKEN_ALREADY = says(
  'Fairway has this from you already and is at it. You need not repeat it.',
);
export const FORM_TOO_BIG = says(
  'There is too much in this for a form. Nothing was started. Type the whole command, with everything in it.',
);
export const UNCONFIRMED = says(
  'Slack did not confirm who you are, so nothing was decided. Reading works. Try again in a minute.',
);
/** People of other companies, whatever they ask: what is told to members is not theirs to see. */
export const OUTSIDE = says(
  'This account is from another organisation. Fairway shows it nothing and takes nothing from it. Ask a member of the organisation.',
);

/** To whoever pressed a button that decides and that we did not make for where it stands. */
export const NOT_OURS = says(
  'Fairway did not make this button for this place, or made it before it was updated. Nothing was decided. Look at `/release status`, and decide on the card or by typing the command. If somebody gave you this button, tell whoever runs Fairway.',
);

/** In the channel of releases: what somebody pressed stands on a message that we never posted. */
export function forged(account: string, does: string): View {
  const what = `Somebody posted a button in Fairway's name that was pressed and would have decided something. Nothing was decided. Fairway did not post it, so its bot token may be in other hands: rotate it (docs/operations.md).`;
  return {
    text: `${what} Pressed by ${account}: ${does}`,
    parts: [
      state('blocked', what),
      text('Pressed by ', { foreign: account }, ': ', { code: does }),
    ],
  };
}

export const NOT_YET_CONFIRMED = says(
  'Slack does not say who you are at the moment. Fairway keeps this and does it as soon as Slack does, within 15 minutes. You need not repeat it.',
);

export const ONE_MOMENT: View = {
  text: 'One moment, Fairway looks what this may be about.',
  parts: [text('One moment, Fairway looks what this may be about.')],
};
export const NO_LINK = says(
  'Slack does not say where that message stands. Nothing was noted. Copy its link and type `/release note D-12 --message <link>`.',
);

export function formNotOpened(why: string): View {
  return says(`Slack did not open the form (${why}). Nothing was started. Try again.`);
}

/** An act that lay unworked for so long that doing it now would surprise the one who asked. */
export function tooOld(line: string, minutes: number): View {
  return {
    text: `Fairway was away for ${minutes} min and has not done this. Repeat it if you still want it: ${line}`,
    parts: [
      state('blocked', `Fairway was away for ${minutes} min and has not done this.`),
      text('Repeat it if you still want it: ', { code: line }),
    ],
  };
}

/** A form can only be opened by a fresh press. */
export function openForm(form: Form): View {
  const open: Offer = {
    action: 'open',
    label: `${form.title}…`,
    line: `/release help ${form.verb}`,
    style: 'primary',
    spoken: `Open the form: ${form.title}`,
    confirm: null,
    form,
  };
  return {
    text: `${form.title}: something is missing. Open the form to complete it.`,
    parts: [text('Something is missing. The form asks for it.'), offers([open])],
  };
}

function says(sentence: string): View {
  return { text: sentence, parts: [state('blocked', sentence), note(['Only you see this.'])] };
}
