import type { FailureMode, FearedMode } from '../domain/risk/failure-mode.ts';
import type { LastTried } from '../domain/risk/tried.ts';
import { lastTriedLine } from './last-tried.ts';
import { list } from './parts.ts';
import type { Item, Line, Part, View } from './view.ts';

/** What is known to go wrong with a change, why it comes to mind, and when what helps was last tried. */
export interface KnownMode {
  readonly mode: FailureMode;
  readonly why: string;
  readonly last: LastTried;
}

const TITLE = 'Known to go wrong';

/** What those who were woken by it wrote down, beside the change that may do it again. */
export function knownModes(all: readonly KnownMode[]): readonly Part[] {
  if (all.length === 0) return [];
  const items = all.map(({ mode, why, last }): Item => {
    const helps: Line = mode.mitigations.length > 0 ? [' ', ...lastTriedLine(last)] : [];
    const line = [{ bold: mode.name }, ` (${why}): `, { foreign: mode.says }, ...helps];
    return { mark: 'plain', line };
  });
  return [list(TITLE, items)];
}

/** What its card says of it: names alone; one press has the rest. */
export function fearedLine(feared: readonly FearedMode[]): readonly [string, Line] | null {
  if (feared.length === 0) return null;
  return [TITLE, [{ foreign: feared.map(({ name, why }) => `${name} (${why})`).join(', ') }]];
}

/** Of one deployment, as it is written down and was tried by now. */
export function knownModesView(
  id: string,
  all: readonly KnownMode[],
  gone: readonly FearedMode[],
): View {
  const names = [...all.map(({ mode }) => mode.name), ...gone.map(({ name }) => name)];
  const none = `Nothing was known to go wrong with ${id} when it was asked for.`;
  if (names.length === 0) return { text: none, parts: [{ part: 'text', line: [none] }] };
  const left: readonly Part[] =
    gone.length === 0
      ? []
      : [
          list(
            'Not written down any more',
            gone.map(({ name }) => ({ mark: 'plain', line: [{ foreign: name }] })),
          ),
        ];
  return {
    text: `${TITLE} with ${id}: ${names.join(', ')}.`,
    parts: [...knownModes(all), ...left],
  };
}
