import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Finding } from '../domain/deployment/found.ts';
import { askReason, header, note, offer, offers, text } from './parts.ts';
import type { Part } from './view.ts';
import { titleOf } from './words.ts';

/** What was let through a validation, and of which deployment. */
export interface Owed {
  readonly d: Deployment;
  readonly finding: Finding;
}

const MOST = 8;

/** What somebody still has to do after what was let through, each with the press that says it is done. */
export function followUpSection(all: readonly Owed[]): readonly Part[] {
  if (all.length === 0) return [];
  const rest = all.length - MOST;
  return [
    header('Follow-ups of yours'),
    ...all.slice(0, MOST).flatMap(followUpParts),
    ...(rest > 0 ? [note([`and ${rest} more: /release handover`])] : []),
  ];
}

function followUpParts({ d, finding: { name, says, owner = '' } }: Owed): readonly Part[] {
  const done = offer(`followup:${d.id}:${name}`, 'Done…', `/release followup ${d.id} ${name}`, {
    spoken: `Say what was done about ${name} of ${titleOf(d)}`,
    form: askReason(
      'followup',
      { id: d.id, name },
      {
        title: `Follow-up of ${d.id}`,
        submit: 'Done',
        label: `What was done about "${name}"? The ledger keeps it.`,
      },
    ),
  });
  const show = offer(`show-followup:${d.id}:${name}`, 'Details', `/release show ${d.id}`);
  return [
    text({ bold: name }, ` of ${titleOf(d)} (`, { code: d.id }, `, ${owner}): `, { foreign: says }),
    offers([done, show]),
  ];
}
