import type { Fault } from '../fault.ts';
import { suggest } from '../near.ts';
import { followedBy, strategiesIn } from '../placement.ts';
import { mapOf } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

/** Whoever goes out as another environment does names one that says how. */
export function asIn({ organisation, services }: Ground): readonly Fault[] {
  const all = Object.keys(mapOf(mapOf(organisation.raw)?.['environments']) ?? {});
  return services.filter(({ sound }) => sound).flatMap((source) => faultsIn(source, all));
}

function faultsIn(source: Source, all: readonly string[]): readonly Fault[] {
  const written = strategiesIn(source.raw, all);
  return [...written].flatMap(([environment, strategy]) => {
    const name = followedBy(strategy);
    if (name === null) return [];
    const own = mapOf(mapOf(mapOf(source.raw)?.['environments'])?.[environment])?.['strategy'];
    const path = own == null ? ['strategy'] : ['environments', environment, 'strategy'];
    const say = (message: string, hint: string | null) =>
      faultAt(source, [...path, 'environment'], 'value', message, hint);
    if (!written.has(name))
      return [
        say(
          `${environment} goes out as in ${name}, where it does not run`,
          suggest(name, [...written.keys()], 'it runs in'),
        ),
      ];
    if (followedBy(written.get(name)) === null) return [];
    const what = name === environment ? 'itself' : `${name}, which goes out as in another one`;
    return [
      say(`${environment} goes out as in ${what}`, 'name an environment that says its strategy'),
    ];
  });
}
