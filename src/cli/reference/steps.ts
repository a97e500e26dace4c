import { sayDuration } from '../../domain/kernel/duration.ts';
import { STEP_LAWS } from '../../domain/plan/step.ts';
import { code, page, table } from './markdown.ts';

const DEDUP = { provider: 'as the provider declares', 'reads-only': 'reads only' } as const;

export function stepsPage(): string {
  const rows = Object.entries(STEP_LAWS).map(([kind, law]) => [
    code(kind),
    law.desires,
    DEDUP[law.dedup],
    sayDuration(law.boundMs),
    law.undoneBy,
    law.exposes ? 'yes' : 'no',
  ]);
  const head = ['Step', 'Done when', 'Asked for twice', 'Bound', 'Undone by', 'Asks the gates'];
  return page('What a plan is made of', 'src/domain/plan/step.ts', [
    'A step states what the world shall look like, so asking for it twice is harmless. Past its bound it has failed, or waits for a person when the provider is silent.',
    table(head, rows),
  ]);
}
