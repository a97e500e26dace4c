import type { ActionEvent, ActionItem, RuleInForce } from '../domain/governance/action-item.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { askReason, fields, header, list, note, offer, offers, state, text } from './parts.ts';
import type { Item, Line, Offer, Part, View } from './view.ts';

const TITLE = 'Action items';

/** One of them: what is to change, whose it is, and the rule to commit where it becomes one. */
export function actionCard(item: ActionItem): View {
  const { id, about, words, owner, dueAt, done } = item;
  const after = nextOf(item);
  return {
    text: `${id} of ${about}: ${words}. ${done ? `Done: ${done.why}.` : `It is ${owner}'s.`} ${after}`.trim(),
    parts: [
      header(`Action item ${id}`),
      state(done ? 'healthy' : 'waiting', { foreign: words }),
      fields([
        ['Learned from', [{ code: about }]],
        ['Owner', [{ person: owner }]],
        dueAt === null ? null : ['Until', [{ at: dueAt }]],
        done ? ['Done', doneLine(done)] : null,
      ]),
      ...toCommit(item),
      ...(after === '' ? [] : [note([after])]),
      ...(done ? [] : [offers([finishOffer(item), ...patchOffer(item)])]),
    ],
  };
}

/** The rule as a change for `git apply`, which is made when it is asked for. */
function patchOffer({ id, proposal }: ActionItem): readonly Offer[] {
  if (!proposal) return [];
  const spoken = `The rule of ${id} as a patch for git`;
  return [offer(`patch:${id}`, 'As a patch', `/release action ${id} patch`, { spoken })];
}

function doneLine({ by, at, why }: NonNullable<ActionItem['done']>): Line {
  const who: Line = by === 'fairway' ? [] : ['by ', { person: by }, ', '];
  return [...who, { at }, ': ', { foreign: why }];
}

/** What to write into which file, ready to copy. */
function toCommit({ proposal, done }: ActionItem): readonly Part[] {
  if (!proposal) return [];
  if (done) return done.rule ? [text('It is written at ', { code: ruleAt(done.rule) })] : [];
  return [
    text(
      'To become a ',
      { bold: SAYS[proposal.becomes] },
      ', this goes into ',
      ...whereOf(proposal),
      ':',
    ),
    { part: 'output', lines: proposal.yaml.trimEnd().split('\n') },
  ];
}

const SAYS = { gate: 'gate', trigger: 'trigger', 'failure-mode': 'failure mode' } as const;

function whereOf({ section, place, yaml }: NonNullable<ActionItem['proposal']>): Line {
  if (place) return [{ code: section }, ' (', { code: place }, ')'];
  const isNew = yaml.startsWith(`${section}:`);
  return isNew
    ? ['fairway.yaml, as a section of its own']
    : ['fairway.yaml, under ', { code: section }];
}

function nextOf({ id, done, proposal }: ActionItem): string {
  if (done) return '';
  return proposal
    ? `Read it, change what does not fit, and commit it: once it is in force ${id} is done.`
    : `When it is done: /release action ${id} done because … It can become a rule: /release action ${id} as gate, trigger or failure-mode.`;
}

function finishOffer({ id, words }: ActionItem): Offer {
  const form = askReason(
    'action',
    { id, words: 'done' },
    { title: `${id} is done`, submit: 'Done', label: 'What was done' },
  );
  return offer(`action:${id}`, 'Done…', `/release action ${id} done`, {
    spoken: `Say that ${id} is done: ${words.slice(0, 40)}`,
    form,
  });
}

/** Where a rule stands: `fairway.yaml:120:5, commit 1a2b3c4d5e6f, C-4`. */
export function ruleAt({ key, place, commit, configuration }: RuleInForce): string {
  const where = [place ?? key, commit && `commit ${commit.slice(0, 12)}`, configuration];
  return where.filter((part) => part !== null && part !== '').join(', ');
}

/** What one of them is in a list, in plain words. */
export function plainAction({ id, owner, words, done, dueAt }: ActionItem): string {
  const until = dueAt === null ? '' : `, until ${new Date(dueAt).toISOString().slice(0, 10)}`;
  if (!done) return `${id} (${owner}${until}): ${words}`;
  const how = done.rule ? `became ${done.rule.key} at ${ruleAt(done.rule)}` : `done: ${done.why}`;
  return `${id} (${owner}): ${words} (${how})`;
}

/** Several of them, the newest first. */
export function actionList(items: readonly ActionItem[], now: Instant): View {
  if (items.length === 0) {
    const none = 'None is open.';
    return { text: `${TITLE}: none is open.`, parts: [header(TITLE), text(none)] };
  }
  return {
    text: `${TITLE}: ${items.map((one) => plainAction(one) + lateOf(one, now)).join('; ')}.`,
    parts: [
      header(TITLE),
      list(
        null,
        items.map((one) => actionItem(one, now)),
      ),
      note(['One of them, with what to commit: ', { code: '/release action A-3' }]),
    ],
  };
}

export function actionItem(item: ActionItem, now: Instant): Item {
  const { id, about, owner, dueAt, words, proposal } = item;
  const late = lateOf(item, now);
  const until: Line = dueAt === null ? [] : [', until ', { at: dueAt }];
  const kind = proposal ? `, to become a ${SAYS[proposal.becomes]}` : '';
  const head: Line = [{ code: id }, ' of ', { code: about }, ', ', { person: owner }];
  return {
    mark: late === '' ? 'plain' : 'now',
    line: [...head, ...until, `${late}${kind}: `, { foreign: words }],
  };
}

function lateOf({ dueAt }: ActionItem, now: Instant): string {
  return dueAt !== null && now > dueAt ? ', overdue' : '';
}

/** What somebody is told in person of one of theirs. */
export function actionWord({ id, note: said }: ActionEvent, item: ActionItem): View {
  const line = `/release action ${id}`;
  const own = item.done ? [] : [finishOffer(item)];
  const commit = item.proposal && !item.done ? ' What to commit stands on it.' : '';
  return {
    text: `${said}.${commit} ${line}`,
    parts: [
      text({ foreign: said }, '.', commit),
      offers([offer(`show:${id}`, 'Show', line, { spoken: `Show ${id}` }), ...own]),
    ],
  };
}
