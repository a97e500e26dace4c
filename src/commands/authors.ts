import type { Catalog } from '../domain/catalog/catalog.ts';
import { authorsNamed } from '../domain/catalog/find.ts';
import { slotsOf } from '../domain/deployment/consent.ts';
import type { Ask, Draft } from '../domain/deployment/draft.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import type { WhatChanges } from '../projections/deploy-preview.ts';

/** Who wrote what changes, and which files it touches, as far as that is known. No files are no answer. */
export function originOf(
  changes: WhatChanges,
  catalog: Catalog,
): Required<Pick<Ask, 'authors' | 'paths' | 'traced'>> {
  if (changes.kind !== 'known') return { authors: [], paths: null, traced: false };
  const { authors = [], paths = [] } = changes;
  return {
    authors: authorsNamed(catalog, authors),
    paths: paths.length === 0 ? null : paths,
    traced: authors.length > 0 || paths.length > 0,
  };
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
