import type { Component } from './component.ts';
import { componentsOfCycloneDx } from './cyclonedx.ts';
import { componentsOfSpdx } from './spdx.ts';
import { UnreadableError } from './unreadable-error.ts';

/** More is no list that anybody could look at; nor is a longer text. */
export const MOST_COMPONENTS = 20_000;
export const MOST_SBOM_BYTES = 16 * 1_048_576;

/**
 * The components that an SBOM lists: CycloneDX or SPDX 2, in JSON, without what was built of them and without
 * single files. @throws UnreadableError when it is neither, lists nothing, or more than can be looked at
 */
export function readSbom(text: string): readonly Component[] {
  if (text.length > MOST_SBOM_BYTES)
    throw new UnreadableError(`it is longer than ${MOST_SBOM_BYTES / 1_048_576} MB`);
  const document = parsed(text);
  const components = componentsIn(document);
  if (components === null)
    throw new UnreadableError('it is neither CycloneDX nor SPDX 2 in JSON; write one of these');
  if (components.length === 0)
    throw new UnreadableError('it lists no components, and so it proves nothing');
  return components;
}

function componentsIn(document: unknown): readonly Component[] | null {
  if (typeof document !== 'object' || document === null) return null;
  if ('bomFormat' in document) return componentsOfCycloneDx(document, MOST_COMPONENTS);
  if ('spdxVersion' in document) return componentsOfSpdx(document, MOST_COMPONENTS);
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UnreadableError('it is no JSON');
  }
}
