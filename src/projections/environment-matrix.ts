import type { Deployment } from '../domain/deployment/deployment.ts';
import { header, note, text } from './parts.ts';
import { STATES, type View } from './view.ts';
import { stateOf } from './words.ts';

/** One service in one environment. */
export interface Cell {
  readonly verified: Deployment | null;
  /** Running, or waiting to. */
  readonly coming: Deployment | null;
  readonly isLocked: boolean;
  readonly isStopped: boolean;
}

export interface MatrixRow {
  readonly service: string;
  /** In the order of the columns; null where it does not run. */
  readonly cells: readonly (Cell | null)[];
}

const TITLE = 'What serves where';

/** A row for each service and a column for each environment; `left` services did not fit. */
export function environmentMatrix(
  environments: readonly string[],
  rows: readonly MatrixRow[],
  left: number,
): View {
  const lines = rows.map(({ service, cells }) => [service, ...cells.map(cellText)]);
  const said = lines.map(([service, ...cells]) => {
    return `${service}: ${cells.map((cell, i) => `${environments[i]} ${cell}`).join(', ')}`;
  });
  const leads = rows.map(({ service }) => `/release status ${service}`);
  if (rows.length === 0) {
    const none = 'No service begins so. See all of them: /release matrix';
    return { text: none, parts: [header(TITLE), text(none)] };
  }
  return {
    text: `${TITLE}. ${said.join('; ')}.`,
    parts: [
      header(TITLE),
      { part: 'table', head: ['Service', ...environments], rows: lines, leads },
      ...(left > 0 ? [note([`and ${left} more: /release matrix <beginning of a name>`])] : []),
    ],
  };
}

function cellText(cell: Cell | null): string {
  if (cell === null) return 'not there';
  const { verified, coming, isLocked, isStopped } = cell;
  return [
    verified?.artifact.version ?? 'none from here yet',
    coming ? `${coming.id} ${coming.artifact.version} ${wordOf(coming)}` : null,
    isLocked ? 'locked' : null,
    isStopped ? 'line stopped' : null,
  ]
    .filter((one) => one !== null)
    .join(', ');
}

function wordOf(d: Deployment): string {
  return STATES[stateOf(d)].word.toLowerCase();
}
