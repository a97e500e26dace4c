import type { Catalog } from '../catalog/catalog.ts';
import { findService } from '../catalog/find.ts';
import type { Becomes, Proposal } from '../governance/action-item.ts';
import type { ApprovalRule } from '../governance/approval.ts';
import type { ActionId } from '../kernel/action-id.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { modeKey } from '../risk/failure-mode.ts';

/** An alert as its source called it, with what it said of itself. */
export interface HeardAlert {
  readonly source: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What was learned, and all that is known of where. */
export interface Learnt extends Target {
  readonly id: ActionId;
  readonly becomes: Becomes;
  readonly words: string;
  /** The alerts by which it showed, the first one first; empty where none did. */
  readonly alerts: readonly HeardAlert[];
}

/** What to write, and into which key; `section` is that key, step by step with dots. */
type Written = Pick<Proposal, 'becomes' | 'section' | 'yaml'>;

/** The rule that a lesson becomes, as the configuration has to say it; a person reads, changes and commits it. */
export function proposeRule(learnt: Learnt, catalog: Catalog): Written | Refusal {
  switch (learnt.becomes) {
    case 'gate':
      return gate(learnt, catalog);
    case 'trigger':
      return trigger(learnt, catalog);
    case 'failure-mode':
      return failureMode(learnt, catalog);
  }
}

const LONGEST_NAME = 80;
const LONGEST_ALERT = 50;

/** Held while an incident is open about what the words name after `while`; else it takes a yes with these words. */
function gate(learnt: Learnt, catalog: Catalog): Written {
  const troubled = namedAfterWhile(learnt.words, catalog);
  return troubled === null ? approval(learnt, catalog) : notWhile(learnt, troubled, catalog);
}

function namedAfterWhile(words: string, catalog: Catalog): string | null {
  const [, word = ''] = /\bwhile\s+(?:the\s+)?([\w.-]+)/i.exec(words) ?? [];
  return findService(catalog, word)?.name ?? null;
}

function notWhile(
  { id, service, environment, words, becomes }: Learnt,
  troubled: string,
  { notWhile: rules = [] }: Catalog,
): Written {
  const names = rules.map(({ name }) => name);
  return under(becomes, 'notWhile', names.length > 0, [
    ['name', text(free(words, id, names))],
    ['environments', listOf([environment])],
    ['services', listOf([service])],
    ['incident', listOf([troubled])],
    ['because', id],
  ]);
}

/** Whoever approves there today is asked with these words as well. */
function approval({ id, service, environment, words, becomes }: Learnt, catalog: Catalog): Written {
  const names = catalog.approvals.map(({ name }) => name);
  const known = catalog.approvals.find((rule) => asksOf(rule, { service, environment }));
  return under(becomes, 'approvals', names.length > 0, [
    ['name', text(free(words, id, names))],
    ['environments', listOf([environment])],
    ['services', listOf([service])],
    ['groups', listOf(known?.groups ?? ['owners'])],
    ['because', id],
  ]);
}

function asksOf(rule: ApprovalRule, { service, environment }: Target): boolean {
  const { environments, services, tags, paths, risk } = rule;
  const always = tags === undefined && paths === undefined && risk === undefined;
  return always && environments.includes(environment) && (services?.includes(service) ?? true);
}

/** Holds what runs there by the alert that would have told, whose source must be one that we hear. */
function trigger(learnt: Learnt, { alerts: sources = [] }: Catalog): Written | Refusal {
  const { id, words, alerts, service } = learnt;
  const heard = alerts.find((one) => sources.some(({ name }) => name === one.source));
  const source = sources.find(({ name }) => name === heard?.source);
  if (!heard || !source) {
    return refuse('which-alert', 'Which alert triggers it is missing.', {
      why: `No alert about ${service} is known here that would have told.`,
      fix:
        sources.length === 0
          ? 'The configuration hears no source of alerts yet; make it a failure mode instead.'
          : `Name it: --alert HighErrorRate, of ${sources.map(({ name }) => name).join(' or ')}.`,
    });
  }
  const labelled = source.service.find((label) => Object.hasOwn(heard.labels, label));
  const when = {
    alertname: heard.name,
    ...(labelled ? { [labelled]: heard.labels[labelled] ?? '' } : {}),
  };
  const said = Object.entries(when).map(([label, value]) => `${text(label)}: ${text(value)}`);
  const rule = `- { name: ${slug(id, words)}, when: { ${said.join(', ')} }, do: pause, because: ${id} }`;
  const yaml = source.rules.length > 0 ? `      ${rule}\n` : `    rules:\n      ${rule}\n`;
  return { becomes: 'trigger', section: `alerts.${source.name}`, yaml };
}

function failureMode(learnt: Learnt, { failureModes = [] }: Catalog): Written {
  const { id, service, words, alerts, becomes } = learnt;
  const names = failureModes.map(({ name }) => name);
  const told = [...new Set(alerts.map(({ name }) => name))];
  return under(becomes, 'failureModes', names.length > 0, [
    ['name', text(free(words, id, names))],
    ['services', listOf([service])],
    ...(told.length > 0 ? [['alerts', listOf(told)] as const] : []),
    ['says', text(words)],
    ['mitigations', '[{ label: Roll back, do: roll-back }]'],
    ['because', id],
  ]);
}

/** An entry of a list of the organisation, with its key where there is none yet. */
function under(
  becomes: Becomes,
  section: string,
  isThere: boolean,
  keys: readonly (readonly [string, string])[],
): Written {
  const lines = keys.map(([key, value], i) => `${i === 0 ? '  - ' : '    '}${key}: ${value}`);
  const yaml = [...(isThere ? [] : [`${section}:`]), ...lines, ''].join('\n');
  return { becomes, section, yaml };
}

/** The words, cut, and told from what is called so already. */
function free(words: string, id: ActionId, taken: readonly string[]): string {
  const name = cut(words, LONGEST_NAME);
  const other = ` (${id})`;
  // Names are looked up however their words are parted.
  const isTaken = taken.some((one) => modeKey(one) === modeKey(name));
  return isTaken || modeKey(name) === ''
    ? `${cut(name, LONGEST_NAME - other.length)}${other}`.trim()
    : name;
}

/** Never within a sign that takes two places. */
function cut(words: string, most: number): string {
  return words
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim();
}

/** Rules of alerts have short names; with the number in front each has one of its own. */
function slug(id: ActionId, words: string): string {
  const short = words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_ALERT);
  return `${id.toLowerCase()}-${short}`.replace(/-+$/, '');
}

/** Whatever people wrote, as YAML reads it back; a JSON string is one of YAML's. */
function text(words: string): string {
  return JSON.stringify(words);
}

function listOf(names: readonly string[]): string {
  return `[${names.map((name) => (/^[a-z][a-z0-9._-]*$/.test(name) ? name : text(name))).join(', ')}]`;
}
