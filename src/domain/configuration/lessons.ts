import type { Catalog } from '../catalog/catalog.ts';
import { type ActionId, isActionId } from '../kernel/action-id.ts';

/** A rule that says which action item it came from; `path` is its key, step by step. */
export interface Learned {
  readonly action: ActionId;
  readonly path: readonly string[];
}

interface Rule {
  readonly name: string;
  readonly because?: string | undefined;
}

/** Every rule of a configuration that came from a retrospective. */
export function lessonsIn(catalog: Catalog): readonly Learned[] {
  const { approvals, blackouts, windows, notWhile = [], failureModes = [], alerts = [] } = catalog;
  return [
    ...learnedIn(['approvals'], approvals),
    ...learnedIn(['blackouts'], blackouts),
    ...learnedIn(['windows'], windows),
    ...learnedIn(['notWhile'], notWhile),
    ...learnedIn(['failureModes'], failureModes),
    ...alerts.flatMap(({ name, rules }) => learnedIn(['alerts', name, 'rules'], rules)),
  ];
}

function learnedIn(at: readonly string[], rules: readonly Rule[]): readonly Learned[] {
  return rules.flatMap(({ name, because = '' }) => {
    return isActionId(because) ? [{ action: because, path: [...at, name] }] : [];
  });
}

/** The action item that a key came from, where its rule or one around it says so. */
export function lessonOf(path: readonly string[], catalog: Catalog): ActionId | null {
  const around = ({ path: rule }: Learned): boolean => rule.every((step, i) => step === path[i]);
  return lessonsIn(catalog).find(around)?.action ?? null;
}
