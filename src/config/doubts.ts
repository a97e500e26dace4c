import type { Catalog } from '../domain/catalog/catalog.ts';
import { proveRules } from '../domain/rulebook/index.ts';
import type { Place } from './fault.ts';
import type { Places } from './places.ts';

/** What in sound rules can hardly be meant, and one case in which it shows. Nothing is refused for it. */
export interface Doubt extends Place {
  readonly message: string;
  readonly example: string;
}

/** Every proof of the rule book that fails, with its place in the files. */
export function doubtsOf(loaded: {
  readonly catalog: Catalog;
  readonly places: Places;
}): readonly Doubt[] {
  return proveRules(loaded.catalog).map(({ about, what, example }) => {
    const { file, line, column } = loaded.places.get(about) ?? NOWHERE;
    return { file, line, column, message: `${about}: ${what}`, example };
  });
}

const NOWHERE: Place = { file: 'fairway.yaml', line: 1, column: 1 };

export function sayDoubt({ file, line, column, message, example }: Doubt): string {
  return `${file}:${line}:${column}: warning: ${message}; for example, ${example}`;
}
