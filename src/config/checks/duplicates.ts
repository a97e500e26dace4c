import { modeKey } from '../../domain/risk/failure-mode.ts';
import type { Fault, Path } from '../fault.ts';
import { select, selectTexts } from '../select.ts';
import { faultAt, type Source } from '../source.ts';
import type { Ground } from './check.ts';

interface Use {
  readonly source: Source;
  readonly path: Path;
  readonly part: 'key' | 'value';
  readonly word: string;
}

/** Whatever is looked up by a word is found only once: names with their aliases, accounts, rules. */
export function duplicates({ organisation, services }: Ground): readonly Fault[] {
  const inOrganisation = (pattern: string) => texts(organisation, pattern);
  return [
    ...twice('environment', [
      ...keys(organisation, 'environments.*'),
      ...inOrganisation('environments.*.aliases.#'),
    ]),
    ...twice('service', [
      ...services.flatMap((one) => texts(one, 'service')),
      ...services.flatMap((one) => texts(one, 'aliases.#')),
      ...keys(organisation, 'platforms.*'), // both are said where something is locked
    ]),
    ...twice('account', [
      ...inOrganisation('people.*.slack'),
      ...inOrganisation('people.*.slack.#'),
    ]),
    ...twice('failure mode', inOrganisation('failureModes.#.name'), modeKey),
    ...twice('approval rule', inOrganisation('approvals.#.name')),
    ...twice('rule of notWhile', inOrganisation('notWhile.#.name')),
    ...twice('blackout', inOrganisation('blackouts.#.name')),
    ...twice('calendar', inOrganisation('calendars.#.name')),
    ...twice('sender', [
      ...inOrganisation('alerts.#.name'),
      ...inOrganisation('publishers.#.name'),
      ...inOrganisation('changes.#.name'),
      ...inOrganisation('tickets.#.name'), // all post to /hooks/<name>
      ...inOrganisation('reviews.#.name'), // kept beside tickets
    ]),
    ...twice('release window', inOrganisation('windows.#.name')),
  ];
}

/** @param keyOf by what it is looked up: names are, whatever their case */
function twice(
  what: string,
  uses: readonly Use[],
  keyOf = (word: string): string => word.toLowerCase(),
): readonly Fault[] {
  const first = new Map<string, Use>();
  return uses.flatMap((use) => {
    const word = keyOf(use.word);
    const before = first.get(word);
    if (before === undefined) {
      first.set(word, use);
      return [];
    }
    const { file, line, column } = before.source.place(before.path, before.part);
    const message = `the ${what} "${use.word}" is already at ${file}:${line}:${column}`;
    return [faultAt(use.source, use.path, use.part, message, 'each name may stand for one thing')];
  });
}

function texts(source: Source, pattern: string): readonly Use[] {
  return selectTexts(source.raw, pattern).map(({ path, value }) => ({
    source,
    path,
    part: 'value',
    word: value,
  }));
}

function keys(source: Source, pattern: string): readonly Use[] {
  return select(source.raw, pattern).map(({ path }) => ({
    source,
    path,
    part: 'key',
    word: String(path.at(-1)),
  }));
}
