import { PLACEHOLDERS } from '../../providers/command/verbs.ts';
import { HAPROXY_PLACEHOLDERS } from '../../providers/haproxy/verbs.ts';
import { providers } from '../../providers/index.ts';
import { keyRows } from './keys.ts';
import { code, page, table } from './markdown.ts';

export function providersPage(): string {
  return page('Ways to reach the world', 'src/providers/index.ts', [
    'Named by `provider:` of an environment, or of a service that is reached otherwise; the keys are those of `target` of a service there.',
    ...providers.map(({ name, says, target }) => {
      const rows = keyRows(target);
      const keys = rows.length > 0 ? table(['Key', 'Left out'], rows) : 'It needs no keys.';
      return `## ${name}\n\n${says}.\n\n${keys}`;
    }),
    `### Placeholders of \`command\`\n\n${placeholders(PLACEHOLDERS)}`,
    `### Placeholders of \`haproxy\`\n\n${placeholders(HAPROXY_PLACEHOLDERS)}`,
  ]);
}

function placeholders(known: Readonly<Record<string, readonly string[]>>): string {
  const rows = Object.entries(known).map(([verb, names]) => [
    code(verb),
    names.map((name) => code(`{${name}}`)).join(' '),
  ]);
  return table(['Program', 'What it may be told'], rows);
}
