import type { Rejected } from '../domain/deployment/deployment.ts';
import type { Field, Form, FormField, Item, Line, Offer, Part, State } from './view.ts';

export function header(text: string): Part {
  return { part: 'header', text };
}

export function state(name: State, ...line: Line): Part {
  return { part: 'state', state: name, line };
}

export function text(...line: Line): Part {
  return { part: 'text', line };
}

/** A long sentence, such as a judge's: each of its clauses is cut where it is too long by itself, none for the length of the others. */
export function clauses(said: string): Line {
  return said
    .split('; ')
    .flatMap((one, i): Line => (i === 0 ? [{ foreign: one }] : ['; ', { foreign: one }]));
}

export function fields(all: readonly (readonly [string, Line] | null)[]): Part {
  const present = all.filter((one) => one !== null);
  return { part: 'fields', fields: present.map(([label, value]): Field => ({ label, value })) };
}

export function list(heading: string | null, items: readonly Item[]): Part {
  return { part: 'list', heading, items };
}

export function note(...lines: readonly Line[]): Part {
  return { part: 'note', lines };
}

export function offers(all: readonly Offer[], more: readonly Offer[] = []): Part {
  return { part: 'offers', offers: all, more };
}

/** Who said no to the request before this one, and why. */
export function rejectedPart(rejected: Rejected | null | undefined): Part | null {
  if (!rejected) return null;
  const { id, version, by, why } = rejected;
  return text(
    { bold: 'Rejected before' },
    ` (${version}, `,
    { code: id },
    ') by ',
    { person: by },
    ': ',
    {
      foreign: why,
    },
  );
}

/** A button for a command line; `more` where it needs a style, a confirmation or a form. */
export function offer(
  action: string,
  label: string,
  line: string,
  more: Partial<Pick<Offer, 'style' | 'spoken' | 'confirm' | 'form'>> = {},
): Offer {
  const { style = 'plain', spoken = label, confirm = null, form = null } = more;
  return { action, label, line, style, spoken, confirm, form };
}

/** A form that asks one free-text question, such as a reason. */
export function askReason(
  verb: string,
  given: Form['given'],
  more: Pick<Form, 'title' | 'submit'> & Pick<FormField, 'label'> & { readonly hint?: string },
): Form {
  const { title, submit, label, hint = null } = more;
  const field = {
    name: 'because',
    label,
    hint,
    optional: false,
    initial: null,
    multiline: true,
    options: null,
  };
  return { verb, title, submit, given, fields: [field] };
}
