import type { Form, FormField } from '../projections/view.ts';

/** What an ask to break the glass must say: why, and which incident it is for. */
export function glassForm(
  verb: string,
  incident: 'fixes' | 'incident',
  given: Form['given'],
  said: { readonly because?: string | undefined; readonly incident?: string | undefined } = {},
): Form {
  return {
    verb,
    title: 'Break the glass',
    submit: 'Ask two others',
    given,
    fields: [
      {
        ...BLANK,
        name: 'because',
        label: 'Why can it not wait?',
        hint: 'Everybody in the channel reads this, and the review begins with it.',
        initial: said.because ?? null,
        multiline: true,
      },
      {
        ...BLANK,
        name: incident,
        label: 'Incident',
        hint: 'Its reference, such as INC-812',
        optional: true,
        initial: said.incident ?? null,
      },
    ],
  };
}

const BLANK: FormField = {
  name: '',
  label: '',
  hint: null,
  optional: false,
  initial: null,
  multiline: false,
  options: null,
};
