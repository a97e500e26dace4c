import type { Inspection, Validation } from '../../../domain/verdict/validation.ts';
import type { Inspected } from '../../../ports/probes.ts';
import type { GuardedFetch } from '../../outbound/guarded-fetch.ts';

export interface Means {
  /** To the hosts of the validation alone. */
  readonly fetch: GuardedFetch;
  readonly signal: AbortSignal;
  readonly about: Inspected;
  /** Of the worker, where the logins of registries are. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Roots to trust instead of the machine's. */
  readonly ca?: string;
}

type Kind = Validation['kind'];

/** One kind of look. @throws when nothing can be said of what is looked at */
export type Inspect<K extends Kind> = (
  wish: Extract<Validation, { kind: K }>,
  means: Means,
) => Promise<Inspection>;
