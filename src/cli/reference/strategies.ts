import { nameStep } from '../../domain/plan/step.ts';
import { chosenFor, Need, StrategyFile } from '../../domain/strategies/by-need.ts';
import { defaultStrategy, makePlan, strategies } from '../../domain/strategies/index.ts';
import { Criteria } from '../../domain/verdict/criteria.ts';
import { keyRows } from './keys.ts';
import { page, table } from './markdown.ts';

export function strategiesPage(): string {
  return page('Ways to roll out', 'src/domain/strategies/index.ts', [
    'Named by `strategy: { kind: … }` of a service, or once by `/deploy … --strategy <kind>` with the values below.',
    ...strategies.map(section),
    `## by-need\n\nIn short: the first of them that gives all that is needed is picked.\n\n${table(['Needed', 'Picked'], Need.options.map(picked))}`,
    '## When a version counts as well\n\nThe `criteria` of a service. Past one of them a step `judge` lets nothing pass; with too few requests there is no verdict. Either way it holds and the owner is asked. What rolls back is evidence: docs/judge.md.',
    table(['Key', 'Left out'], keyRows(Criteria)),
  ]);
}

function picked(need: Need): readonly string[] {
  const { strategy } = chosenFor(StrategyFile.parse({ kind: 'by-need', needs: [need] }));
  return [`\`${need}\``, strategy.kind];
}

function section({ kind, says, config }: (typeof strategies)[number]): string {
  const plan = makePlan(defaultStrategy(kind), { criteria: Criteria.parse({}) });
  const own = keyRows(config).filter(([key]) => key !== '`kind`');
  const steps = plan.map((step, i) => `${i + 1}. ${nameStep(step)}`).join('\n');
  return `## ${kind}\n\nIn short: ${says}.\n\n${table(['Key', 'Left out'], own)}\n\n${steps}`;
}
