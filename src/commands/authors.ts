import type { Catalog } from '../domain/catalog/catalog.ts';
import { authorsNamed } from '../domain/catalog/find.ts';
import { slotsOf } from '../domain/deployment/consent.ts';
import type { Draft } from '../domain/deployment/draft.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';

/** The people who wrote what changes, as far as it is known. */
export function authorsIn(changes: WhatChanges, catalog: Catalog): readonly string[] {
  return changes.kind === 'known' ? authorsNamed(catalog, changes.authors ?? []) : [];
}

/**
 * Refuses what would be approved without knowing who wrote it, where whoever knows is only silent at the
 * moment and the configuration says who signs how.
 */
export function authorsUnknown(
  made: Draft,
  changes: WhatChanges,
  catalog: Catalog,
): Refusal | null {
  const matters = slotsOf(made).length > 0 && catalog.people.some((p) => p.commits?.length);
  if (changes.kind !== 'silent' || !matters) return null;
  return refuse('authors-unknown', `Not started: ${changes.provider} did not say who wrote it.`, {
    why: 'Whoever wrote a change may not approve it.',
    fix: 'Ask again in a minute.',
  });
}
