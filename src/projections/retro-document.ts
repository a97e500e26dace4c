import type { ActionItem } from '../domain/governance/action-item.ts';
import { plainAction } from './action-item.ts';
import type { Retro } from './retro.ts';
import type { Moment } from './retro-timeline.ts';
import { plainAt } from './words.ts';

/** Facts first, then what changes, then the questions that only people can answer. */
export function retroMarkdown(retro: Retro): string {
  const { title, outcome, times, timeline, decided, marks, actions } = retro;
  return [
    `# ${harmless(title)}`,
    harmless(outcome),
    ...section(
      'How long',
      times.map(([what, lasted]) => `${what}: ${lasted}`),
    ),
    ...section('Evidence', retro.evidence),
    ...section('Users', retro.users ? [retro.users] : []),
    ...section('Approved by', retro.approvals),
    ...section('Deployments', retro.deployments),
    ...section('Incidents', retro.incidents),
    ...moments('Marked for this', marks),
    ...moments('What people decided', decided),
    ...moments('What happened', timeline),
    '## What went well\n\n-',
    '## What did not\n\n-',
    `## What changes\n\n${[...actions.map(checkbox), '- [ ] '].join('\n')}`,
  ].join('\n\n');
}

function checkbox(item: ActionItem): string {
  return `- [${item.done ? 'x' : ' '}] ${harmless(plainAction(item))}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`## ${title}`, lines.map((line) => `- ${harmless(line)}`).join('\n')];
}

/** The number is in code, where nothing may be escaped. */
function moments(title: string, all: readonly Moment[]): readonly string[] {
  const lines = all.map(({ at, ref, by, what, link }) => {
    const message = link === null ? '' : ` ([the message](${link}))`;
    return `- ${plainAt(at)} \`${ref}\` ${harmless(`${by} ${what}`)}${message}`;
  });
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

/** Others wrote much of it: none of that becomes a heading, a link or a picture. */
function harmless(line: string): string {
  return line.replace(/\s+/g, ' ').replace(/[\\*_{}[\]()#+!|<>~]/g, String.raw`\$&`);
}
