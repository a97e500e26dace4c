import { gates } from '../../domain/gates/index.ts';
import { code, page, table } from './markdown.ts';

export function gatesPage(): string {
  const rows = gates.map(({ kind, says, needs }) => [
    code(kind),
    says,
    needs.map(code).join(', ') || 'none',
  ]);
  return page('What can hold a deployment', 'src/domain/gates/index.ts', [
    'Each is asked when a deployment is previewed, before it starts, and again before every step that shows the new version to more people. A fact that cannot be read waits: unknown never means yes. A rollback asks none of them.',
    table(['Gate', 'It passes when', 'Facts it needs'], rows),
  ]);
}
