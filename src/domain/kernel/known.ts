import type { Target } from './target.ts';

/** What there is here, by every name it has; null for what there is not. */
export interface Known {
  readonly service: (word: string) => string | null;
  readonly environment: (word: string) => string | null;
  readonly runs: (target: Target) => boolean;
}
