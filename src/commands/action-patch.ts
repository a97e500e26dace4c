import type { ActionItem } from '../domain/governance/action-item.ts';
import { refuse } from '../domain/kernel/refusal.ts';
import type { RulePatch } from '../ports/configurations.ts';
import type { Context } from '../ports/context.ts';
import { header, note } from '../projections/parts.ts';
import type { View } from '../projections/view.ts';
import type { Reply } from './command.ts';
import { no } from './reply.ts';

/** The rule that an action item is to become, as a file for `git apply` on the commit in force. */
export async function patchOf(
  { configurations }: Pick<Context, 'configurations'>,
  item: ActionItem,
): Promise<Reply> {
  const { id, proposal, done } = item;
  const line = `/release action ${id}`;
  if (done || !proposal) {
    return no(
      refuse('no-rule', `${id} has no rule to commit${done ? ' any more: it is done' : ''}.`, {
        ...(done ? {} : { fix: 'It can become one: as gate, trigger or failure-mode.' }),
        line: done ? line : `${line} as gate`,
      }),
    );
  }
  const patch = await configurations.patch(proposal);
  if (!patch) {
    return no(
      refuse('no-patch', `There is no patch of ${id}.`, {
        why: 'The configuration in force is no commit of a git repository, or the rule does not fit there as it is.',
        fix: 'Copy the rule from here, where it says what to write and into which section:',
        line,
      }),
    );
  }
  const title = `The rule of ${id}`;
  const after = `On ${patch.commit.slice(0, 12)}: git apply --check ${id}.patch, then read it, change what does not fit, and commit it.`;
  const document = { title, name: id, markdown: patch.diff, file: { ending: 'patch', after } };
  return { kind: 'said', view: patchView(title, patch, after), typedOnly: false, document };
}

function patchView(title: string, { diff }: RulePatch, after: string): View {
  const lines = diff.replace(/\n$/, '').split('\n');
  return {
    text: `${title} as a patch for git. ${after}`,
    parts: [header(title), { part: 'output', lines, exact: true }, note([after])],
  };
}
