import type { MrkdwnElement, SectionBlock } from '@slack/types';
import type { Field } from '../../projections/view.ts';
import { type Block, LIMITS } from './block.ts';
import type { Look, PartOf } from './look.ts';
import { mrkdwnLine } from './mrkdwn.ts';
import type { Names } from './names.ts';
import { plainElement, richLine, richSection, richText } from './rich-line.ts';
import { hasForeign } from './span.ts';

/** No room needs more; what is left out is counted. */
const MOST = 40;

/**
 * Two columns of label and value. A value with somebody else's words leaves the columns, which know
 * only mrkdwn, for a line of rich text below, where nothing is markup.
 */
export function renderFields(part: PartOf<'fields'>, look: Look): readonly Block[] {
  const shown = part.fields.slice(0, MOST);
  const own = shown.filter((field) => !hasForeign(field.value));
  const foreign = shown.filter((field) => hasForeign(field.value));
  const left = part.fields.length - shown.length;
  const more = left > 0 ? [richSection([plainElement(`… and ${left} more`, {})])] : [];
  const lines = foreign.map((field) => richField(field, look.names));
  const below = [...lines, ...more];
  const sections = chunks(own, LIMITS.fieldsInSection).map((some) => section(some, look.names));
  return below.length > 0 ? [...sections, richText(below.flatMap(onItsOwnLine))] : sections;
}

function section(fields: readonly Field[], names: Names): Block {
  const block = {
    type: 'section',
    fields: fields.map((field) => column(field, names)),
  } satisfies SectionBlock;
  return block;
}

function column(field: Field, names: Names) {
  const label = mrkdwnLine([{ bold: field.label }], names, 200);
  const value = mrkdwnLine(field.value, names, LIMITS.fieldText - label.length - 1);
  const text = `${label}\n${value || '–'}`;
  return { type: 'mrkdwn', text, verbatim: true } satisfies MrkdwnElement;
}

function richField(field: Field, names: Names): Block {
  return richSection([
    ...richLine([{ bold: field.label }, ': '], names),
    ...richLine(field.value, names),
  ]);
}

/** Sections of one rich text follow each other without a break of their own. */
function onItsOwnLine(section: Block, index: number): readonly Block[] {
  return index === 0 ? [section] : [richSection([plainElement('\n', {})]), section];
}

export function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, i) => all.slice(i * size, (i + 1) * size));
}
