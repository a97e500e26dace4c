import type { Catalog } from '../domain/catalog/catalog.ts';
import type { Instant } from '../domain/kernel/time.ts';
import { proveRules } from '../domain/rulebook/index.ts';
import { runningOut } from '../domain/rulebook/running-out.ts';
import type { Place } from './fault.ts';
import type { Places } from './places.ts';

/** What in sound rules can hardly be meant, and one case in which it shows. Nothing is refused for it. */
export interface Doubt extends Place {
  readonly message: string;
  readonly example: string;
}

/** Every proof of the rule book that fails and every list that runs out, with its place in the files. */
export function doubtsOf(
  { catalog, places }: { readonly catalog: Catalog; readonly places: Places },
  now: Instant,
): readonly Doubt[] {
  return [...proveRules(catalog), ...runningOut(catalog, now)].map(({ about, what, example }) => {
    const { file, line, column } = places.get(about) ?? NOWHERE;
    return { file, line, column, message: `${about}: ${what}`, example };
  });
}

const NOWHERE: Place = { file: 'fairway.yaml', line: 1, column: 1 };

export function sayDoubt({ file, line, column, message, example }: Doubt): string {
  return `${file}:${line}:${column}: warning: ${message}; for example, ${example}`;
}
