import { isOver } from '../../../src/domain/deployment/deployment.ts';
import type { Arena } from './arena.ts';

/** What must be so after every race, when all has run out. */
export async function afterwards({
  world,
  target,
  deployments,
}: Arena): Promise<readonly string[]> {
  const all = await deployments();
  const effects = world.effects();
  const last = all
    .filter((d) => d.status === 'succeeded')
    .toSorted((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0))
    .at(-1);
  const expected = `${last?.artifact.version ?? '1.0.0'} 100`;
  const serving = world.live(target).filter(({ percent }) => percent > 0);
  const serves = serving.map(({ version, percent }) => `${version} ${percent}`).join(', ');
  return [
    ...repeated(effects.map(({ key }) => key)).map((key) => `effect twice: ${key}`),
    ...repeated(
      [...new Set(effects.map(({ key }) => key))].map((key) => key.replace(/:\d+$/, '')),
    ).map((step) => `another attempt of ${step}`),
    ...effects.flatMap(({ epoch, key }, i) =>
      epoch < (effects[i - 1]?.epoch ?? 0) ? [`${key} under an older fence`] : [],
    ),
    ...all.filter((d) => !isOver(d)).map((d) => `${d.id} is ${d.status} for ever`),
    ...(serves === expected ? [] : [`${serves} serves, not ${expected}`]),
  ];
}

/** One fault where a count is not what it must be. */
export function exactly(what: string, count: number, wanted: number): readonly string[] {
  return count === wanted ? [] : [`${what}: ${count}, not ${wanted}`];
}

function repeated(all: readonly string[]): readonly string[] {
  return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))];
}
