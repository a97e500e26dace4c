import type { Catalog } from '../domain/catalog/catalog.ts';
import { findEnvironment, findService } from '../domain/catalog/find.ts';
import { adoptForm, explainForm } from '../projections/out-of-band.ts';
import { askReason } from '../projections/parts.ts';
import { skipForm } from '../projections/skip-form.ts';
import { holdForm } from '../projections/train-offers.ts';
import type { Form, FormField } from '../projections/view.ts';
import type { Verb } from './command.ts';
import { glassForm } from './glass-form.ts';
import type { Reading } from './grammar/parse.ts';

const MOST_OPTIONS = 100;

type Question = (catalog: Catalog, reading: Reading) => Form | null;

/** What each verb asks for when it was left out; the others ask for nothing. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  deploy: deployQuestion,
  rollback: (catalog, { values, missing }) =>
    missing.length > 0 || values['in'] === undefined ? rollbackForm(catalog, values) : null,
  reject: whyOf(rejectForm),
  review: whyOf(reviewForm),
  skip: whyOf((id) => skipForm(id, null)),
  vote: (catalog, reading) =>
    reading.values['vote'] === 'no' ? whyOf(noForm)(catalog, reading) : null,
  'break-glass': (_, { values }) => glassQuestion(values),
  train: (_, { values }) =>
    values['do'] === 'hold' && values['train'] !== undefined && values['because'] === undefined
      ? holdForm(rest(values, []))
      : null,
  adopt: sightingQuestion(adoptForm),
  'explain-change': sightingQuestion(explainForm),
};

/**
 * The form for what a line left out, prefilled with what it said; null when nothing needs asking.
 * Where something would go is never guessed.
 */
export function formFor(catalog: Catalog, verb: Verb, reading: Reading): Form | null {
  return QUESTIONS[verb.name]?.(catalog, reading) ?? null;
}

/** Asks why where a deployment is named and no reason was given. */
function whyOf(form: (id: string) => Form): Question {
  return (_, { values: { id, because } }) =>
    typeof id === 'string' && because === undefined ? form(id) : null;
}

/** Asks why where a place is named and no reason was given. */
function sightingQuestion(form: (given: Form['given']) => Form): Question {
  return (_, { values }) =>
    values['in'] !== undefined && values['because'] === undefined ? form(rest(values, [])) : null;
}

type Values = Reading['values'];

function deployQuestion(catalog: Catalog, { values, missing }: Reading): Form | null {
  const edits = values['edit'] === true;
  if (edits && values['break-glass'] === true) return throughForm(values);
  return missing.length > 0 || values['to'] === undefined || edits
    ? deployForm(catalog, values)
    : null;
}

function deployForm(catalog: Catalog, values: Values): Form {
  return {
    verb: 'deploy',
    title: 'Deploy',
    submit: 'Continue',
    given: rest(values, ['service', 'version', 'to', 'because', 'fixes', 'edit']),
    fields: [
      services(catalog, values),
      free('version', 'Version', values, 'A version, a tag, or latest'),
      environments(catalog, 'to', values),
      { ...free('because', 'Reason', values, 'Approvers read this'), optional: true },
      { ...free('fixes', 'Fixes', values, 'An incident, such as INC-812'), optional: true },
    ],
  };
}

function rollbackForm(catalog: Catalog, values: Values): Form {
  return {
    verb: 'rollback',
    title: 'Roll back',
    submit: 'Roll back',
    given: rest(values, ['service', 'in', 'to', 'because']),
    fields: [
      services(catalog, values),
      environments(catalog, 'in', values),
      { ...free('to', 'Version', values, 'Empty: the one verified before'), optional: true },
      { ...free('because', 'Reason', values, 'What is wrong with what runs now'), optional: true },
    ],
  };
}

function rejectForm(id: string): Form {
  return askReason(
    'reject',
    { id },
    {
      title: `Reject ${id.toUpperCase()}`.slice(0, 24),
      submit: 'Reject',
      label: 'Why? The person who asked will read this.',
    },
  );
}

function reviewForm(id: string): Form {
  return askReason(
    'review',
    { id },
    {
      title: `Review ${id.toUpperCase()}`.slice(0, 24),
      submit: 'Record',
      label: 'What did you find?',
      hint: 'Was it an emergency, and what keeps the next one from being one?',
    },
  );
}

function noForm(id: string): Form {
  return askReason(
    'vote',
    { id, vote: 'no' },
    {
      title: `Vote no on ${id.toUpperCase()}`.slice(0, 24),
      submit: 'Vote no',
      label: 'Why? The minutes keep this.',
    },
  );
}

/** The request is whole; only why it cannot wait is asked. */
function throughForm(values: Values): Form {
  return glassForm('deploy', 'fixes', rest(values, ['because', 'fixes', 'edit']), {
    because: textOf(values['because']),
    incident: textOf(values['fixes']),
  });
}

function glassQuestion(values: Values): Form | null {
  const id = textOf(values['id']);
  if (id === undefined || values['because'] !== undefined) return null;
  if (values['refuse'] === true) return refuseGlassForm(id);
  if (values['approve'] === true || values['withdraw'] === true) return null;
  return glassForm('break-glass', 'incident', rest(values, ['because', 'incident']), {
    incident: textOf(values['incident']),
  });
}

function refuseGlassForm(id: string): Form {
  return askReason(
    'break-glass',
    { id, refuse: 'true' },
    {
      title: `Refuse for ${id.toUpperCase()}`.slice(0, 24),
      submit: 'Refuse',
      label: 'Why should it wait? Whoever asked will read this.',
    },
  );
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function services(catalog: Catalog, values: Values): FormField {
  const options = catalog.services.map((s) => ({ value: s.name, label: s.name }));
  const said = findService(catalog, String(values['service'] ?? ''))?.name ?? null;
  return choice('service', 'Service', options, said);
}

function environments(catalog: Catalog, name: string, values: Values): FormField {
  const ordered = catalog.environments.toSorted((a, b) => a.order - b.order);
  const options = ordered.map((e) => ({ value: e.name, label: e.name }));
  const said = findEnvironment(catalog, String(values[name] ?? ''))?.name ?? null;
  return choice(name, 'Environment', options, said);
}

function choice(
  name: string,
  label: string,
  options: readonly { readonly value: string; readonly label: string }[],
  initial: string | null,
): FormField {
  const few = options.slice(0, MOST_OPTIONS);
  return { name, label, hint: null, optional: false, initial, multiline: false, options: few };
}

function free(name: string, label: string, values: Values, hint: string): FormField {
  const said = values[name];
  const initial = typeof said === 'string' ? said : null;
  return { name, label, hint, optional: false, initial, multiline: false, options: null };
}

/** What was said and is not asked again travels with the form. */
function rest(values: Values, asked: readonly string[]): Readonly<Record<string, string>> {
  const kept = Object.entries(values).filter(([name]) => !asked.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
