import type { Surface } from '../../../src/slack/render/block.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Every object of a payload. */
export function nodes(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.fromEntries(Object.entries(value));
  return [fields, ...Object.values(fields).flatMap(nodes)];
}

export function everyText(
  value: unknown,
): readonly { readonly kind: string; readonly words: string }[] {
  return nodes(value).flatMap((node) => {
    const { type, text } = node;
    const is = typeof text === 'string' && typeof type === 'string';
    return is ? [{ kind: type, words: text }] : [];
  });
}

type Rule = (node: Fields, surface: Surface) => boolean;

/** https://docs.slack.dev/reference/block-kit, written down apart from the code it checks. */
const RULES: Readonly<Record<string, Rule>> = {
  header: (n) => long(n['text'], 150),
  section: (n) => size(n['fields']) >= 1 && size(n['fields']) <= 10,
  mrkdwn: (n) => words(n['text'], 3000),
  plain_text: (n) => words(n['text'], 3000),
  text: (n) => words(n['text'], 10_000),
  raw_text: (n) => words(n['text'], 10_000),
  context: (n) => size(n['elements']) >= 1 && size(n['elements']) <= 10,
  actions: (n) => size(n['elements']) >= 1 && size(n['elements']) <= 25 && distinct(n['elements']),
  button: (n) =>
    long(n['text'], 75) &&
    words(n['value'], 2000) &&
    words(n['accessibility_label'], 75) &&
    words(n['action_id'], 255) &&
    confirms(n['confirm']),
  overflow: (n) => size(n['options']) >= 2 && size(n['options']) <= 5 && options(n['options']),
  static_select: (n) =>
    size(n['options']) >= 1 && size(n['options']) <= 100 && options(n['options']),
  plain_text_input: (n) => n['initial_value'] === undefined || words(n['initial_value'], 3000),
  rich_text: (n) => size(n['elements']) >= 1,
  rich_text_section: (n) => size(n['elements']) >= 1,
  rich_text_list: (n) => size(n['elements']) >= 1,
  table: (n, surface) => surface !== 'modal' && size(n['rows']) <= 100 && cells(n['rows']),
  input: (n) => long(n['label'], 2000) && (n['hint'] === undefined || long(n['hint'], 2000)),
};

/** What of a block breaks a rule, as readable lines. */
export function broken(block: unknown, surface: Surface): readonly string[] {
  return nodes(block).flatMap((node) => {
    const rule = RULES[String(node['type'])];
    return rule && !rule(node, surface) ? [JSON.stringify(node).slice(0, 300)] : [];
  });
}

function words(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= max;
}

function long(object: unknown, max: number): boolean {
  const [first] = nodes(object);
  return words(first?.['text'], max);
}

function size(value: unknown): number {
  return Array.isArray(value) ? value.length : -1;
}

function distinct(value: unknown): boolean {
  const ids = Array.isArray(value) ? value.map((one) => one.action_id) : [];
  return new Set(ids).size === ids.length;
}

function options(value: unknown): boolean {
  const all = Array.isArray(value) ? value : [];
  return all.every((one) => long(one.text, 75) && words(one.value, 75));
}

function confirms(value: unknown): boolean {
  if (value === undefined) return true;
  const [confirm] = nodes(value);
  return (
    long(confirm?.['title'], 100) &&
    long(confirm?.['text'], 300) &&
    long(confirm?.['confirm'], 30) &&
    long(confirm?.['deny'], 30)
  );
}

function cells(value: unknown): boolean {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const text = everyText(value).reduce((sum, { words: w }) => sum + w.length, 0);
  return text <= 10_000 && rows.every((row) => size(row) >= 1 && size(row) <= 20);
}
