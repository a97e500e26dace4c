import type { ActionItem } from '../domain/governance/action-item.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const INSERT = {
  name: 'insert-action-item',
  text: `
  INSERT INTO action_item (number, about, owner, chase_at, revision, body)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number) DO NOTHING`,
};

/** Only over the revision that the decision saw. */
const UPDATE = {
  name: 'update-action-item',
  text: `
  UPDATE action_item SET about = $2, owner = $3, chase_at = $4, revision = $5, body = $6
  WHERE number = $1 AND revision = $5 - 1`,
};

/** In the order of their numbers, so that two changes of the same ones never wait for each other in a circle. */
export function writeActionItems(rows: readonly Row[]): readonly Write[] {
  return rows
    .flatMap((one) => (one.table === 'action_item' ? [one.row] : []))
    .toSorted((a, b) => numberOf(a) - numberOf(b))
    .map(writeOne);
}

function numberOf({ id }: ActionItem): number {
  return Number(id.slice(2));
}

function writeOne(row: ActionItem): Write {
  const { about, owner, chaseAt, revision } = row;
  const values = [numberOf(row), about, owner, chaseAt, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
