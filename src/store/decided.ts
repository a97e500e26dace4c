import type { Deployment } from '../domain/deployment/deployment.ts';
import type { Change } from '../domain/kernel/change.ts';
import type { Event } from '../ports/event.ts';
import type { About, Row } from '../ports/store.ts';
import type { Opened } from './held.ts';

/** A change that was decided on, with what it was decided on. */
export interface Decided extends Opened {
  readonly about: About;
  readonly change: Change<Row, Event>;
}

/** One statement of a crowd of changes. `mustWrite`: so many rows were found as the decisions saw them. */
export interface Write {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  readonly mustWrite: number | null;
}

/** Every move of a deployment in a change, in order. */
export function deploymentsOf(change: Change<Row, Event>): readonly Deployment[] {
  return change.rows.flatMap((r) => (r.table === 'deployment' ? [r.row] : []));
}
