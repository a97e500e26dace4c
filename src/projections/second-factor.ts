import type { Form } from './view.ts';

/** Asks for the six digits; `line` is what is done once they are right. */
export function factorForm(line: string): Form {
  return {
    verb: 'confirm',
    title: 'Second factor',
    submit: 'Confirm',
    given: { next: line },
    fields: [
      {
        name: 'code',
        label: 'The six digits your authenticator shows',
        hint: 'Each code counts once.',
        optional: false,
        initial: null,
        multiline: false,
        options: null,
      },
    ],
  };
}
