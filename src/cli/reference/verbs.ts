import type { Verb } from '../../commands/command.ts';
import { printUsage } from '../../commands/grammar/print.ts';
import { verbs } from '../../commands/verbs.ts';
import { code, page } from './markdown.ts';

export function verbsPage(): string {
  return page('What you can say', 'src/commands/verbs.ts', [
    'Slack has no slash commands in threads; there a mention does the same: `@Fairway pause D-12`. A button is one of these lines too, with the rights of whoever presses it.',
    ...verbs.map(section),
  ]);
}

function section(verb: Verb): string {
  const notes = [
    verb.needs.includes('look') ? '' : `Takes the right to ${verb.needs.join(' or to ')}.`,
    verb.aliases.length > 0 ? `Also: ${verb.aliases.map(code).join(', ')}.` : '',
    verb.urgent ? 'Never held by a rate limit.' : '',
  ].filter((note) => note !== '');
  const lines = [
    `## ${verb.name}`,
    '',
    `${verb.says}.`,
    '',
    '```',
    printUsage(verb),
    '```',
    '',
    `For example ${code(verb.example)}.`,
    ...notes,
  ];
  return lines.join('\n');
}
