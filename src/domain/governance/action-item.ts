import type { ActionId } from '../kernel/action-id.ts';
import type { Change, Entry } from '../kernel/change.ts';
import { type Refusal, refuse } from '../kernel/refusal.ts';
import type { Target } from '../kernel/target.ts';
import { type Instant, instant, plus } from '../kernel/time.ts';
import { nextMorning } from './review.ts';

/** What a lesson can become of the rules, so that nobody has to remember it. */
export const BECOMES = ['gate', 'trigger', 'failure-mode'] as const;
export type Becomes = (typeof BECOMES)[number];

/** The change of the configuration that is proposed: what to write, and where. */
export interface Proposal {
  readonly becomes: Becomes;
  /** The section of fairway.yaml that it belongs to. */
  readonly section: string;
  /** Where that section begins, such as `fairway.yaml:55:1`; null where there is none yet, or nobody knows. */
  readonly place: string | null;
  readonly yaml: string;
}

/** The rule that it became, as it was when it came into force. */
export interface RuleInForce {
  readonly key: string;
  readonly place: string | null;
  readonly commit: string | null;
  /** The version of the configuration, such as C-4; null where none is kept. */
  readonly configuration: string | null;
}

interface Done {
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
  readonly rule: RuleInForce | null;
}

/** Something that a retrospective decided to change. Service and environment are those it was learned at. */
export interface ActionItem extends Target {
  readonly id: ActionId;
  /** What it was learned from: a deployment or an incident. */
  readonly about: string;
  readonly words: string;
  readonly owner: string;
  readonly dueAt: Instant | null;
  readonly proposal: Proposal | null;
  readonly openedBy: string;
  readonly openedAt: Instant;
  /** When its owner is asked next; null once it is done. */
  readonly chaseAt: Instant | null;
  readonly chased: number;
  readonly done: Done | null;
  readonly revision: number;
}

export interface ActionRow {
  readonly table: 'action_item';
  readonly row: ActionItem;
}

/** Something of an action item that `tell` hear in person. */
export interface ActionEvent extends Target {
  readonly type: 'action-item';
  readonly what: 'opened' | 'changed' | 'chased' | 'done';
  readonly id: ActionId;
  readonly revision: number;
  readonly at: Instant;
  readonly by: string;
  readonly note: string;
  readonly tell: readonly string[];
}
export type ActionChange = Change<ActionRow, ActionEvent>;

/** What is said when one is opened. */
export type Lesson = Target &
  Pick<ActionItem, 'about' | 'words' | 'owner' | 'dueAt' | 'proposal'> & { readonly by: string };

interface When {
  readonly now: Instant;
  /** In which mornings are meant. */
  readonly zone: string;
}

export function openAction(
  { by, ...lesson }: Lesson,
  id: ActionId,
  { now, zone }: When,
): ActionChange {
  const row: ActionItem = {
    ...lesson,
    id,
    openedBy: by,
    openedAt: now,
    chaseAt: asksAt(lesson.dueAt, { now, zone }),
    chased: 0,
    done: null,
    revision: 0,
  };
  const { about, words, owner, dueAt, proposal } = row;
  return written(row, {
    what: 'opened',
    by,
    at: now,
    note: `${id} of ${about} is yours: ${words}`,
    tell: owner === by ? [] : [owner],
    evidence: { about, words, owner, dueAt, becomes: proposal?.becomes ?? null },
  });
}

/** Gives it another owner, another day, or a proposal. */
export function amend(
  item: ActionItem,
  patch: Partial<Pick<ActionItem, 'owner' | 'dueAt' | 'proposal'>>,
  by: string,
  { now, zone }: When,
): ActionChange | Refusal {
  if (item.done) return alreadyDone(item);
  const next = { ...item, ...patch, revision: item.revision + 1 };
  const row = { ...next, chaseAt: asksAt(next.dueAt, { now, zone }) };
  const { id, about, words, owner, dueAt, proposal } = row;
  return written(row, {
    what: 'changed',
    by,
    at: now,
    note: `${id} of ${about} is yours: ${words}`,
    tell: owner === item.owner || owner === by ? [] : [owner],
    evidence: { owner, dueAt, becomes: proposal?.becomes ?? null },
  });
}

/** Somebody says what was done. */
export function finish(
  item: ActionItem,
  by: string,
  why: string | null,
  now: Instant,
): ActionChange | Refusal {
  if (item.done) return alreadyDone(item);
  if (why === null) {
    return refuse('missing', `Say what was done about ${item.id}.`, {
      line: `/release action ${item.id} done because …`,
    });
  }
  return ended(item, { by, at: now, why, rule: null }, [item.openedBy, item.owner]);
}

/** A rule in force says that it came from this item. Null when it is done already. */
export function becomeRule(item: ActionItem, rule: RuleInForce, now: Instant): ActionChange | null {
  if (item.done) return null;
  const why = `it is a rule in force: ${rule.key}`;
  return ended(item, { by: 'fairway', at: now, why, rule }, [item.owner, item.openedBy]);
}

/** Asks its owner once more, by name, and will again in a week. Null while it is not time. */
export function chaseAction(item: ActionItem, { now, zone }: When): ActionChange | null {
  if (item.chaseAt === null || now < item.chaseAt) return null;
  const late = item.dueAt !== null && now > item.dueAt;
  const chased = item.chased + 1;
  const chaseAt = asksAt(item.dueAt, { now, zone });
  const row = { ...item, chased, chaseAt, revision: item.revision + 1 };
  const { id, about, words, owner, dueAt } = item;
  return written(row, {
    what: 'chased',
    by: 'fairway',
    at: now,
    note: `${late ? 'Overdue: ' : ''}${id} of ${about} is still open, and yours: ${words}`,
    tell: [owner],
    evidence: { chased, dueAt, late, asked: owner },
  });
}

const ALMOST_A_WEEK_MS = 6 * 86_400_000;

/** The next working morning after a week, or the first one after its day where that comes sooner. */
function asksAt(dueAt: Instant | null, { now, zone }: When): Instant {
  const weekly = nextMorning(plus(now, ALMOST_A_WEEK_MS), zone);
  if (dueAt === null || dueAt <= now) return weekly;
  return instant(Math.min(weekly, nextMorning(dueAt, zone)));
}

function ended(item: ActionItem, done: Done, tell: readonly string[]): ActionChange {
  const row = { ...item, done, chaseAt: null, revision: item.revision + 1 };
  const { by, at, why, rule } = done;
  return written(row, {
    what: 'done',
    by,
    at,
    note: `${item.id} of ${item.about} is done: ${why}`,
    tell: [...new Set(tell)].filter((person) => person !== by),
    evidence: { why, rule: rule && { ...rule } },
  });
}

function alreadyDone({ id, done }: ActionItem): Refusal {
  return refuse('done', `${id} is done already.`, {
    ...(done ? { why: `${done.by}: ${done.why}.` } : {}),
    line: `/release action ${id}`,
  });
}

interface Deed extends Pick<ActionEvent, 'what' | 'by' | 'at' | 'note' | 'tell'> {
  readonly evidence: Entry['evidence'];
}

function written(row: ActionItem, { evidence, ...said }: Deed): ActionChange {
  const { id, service, environment, revision } = row;
  const { what, by, at } = said;
  return {
    rows: [{ table: 'action_item', row }],
    ledger: [{ subject: id, what: WORDS[what], by, at, evidence }],
    events: [{ type: 'action-item', id, service, environment, revision, ...said }],
  };
}

/** As the ledger has them. */
const WORDS = {
  opened: 'action-opened',
  changed: 'action-changed',
  chased: 'action-chased',
  done: 'action-done',
} as const;
