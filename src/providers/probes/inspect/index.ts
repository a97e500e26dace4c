import type { Inspection, Validation } from '../../../domain/verdict/validation.ts';
import { evidence } from './evidence.ts';
import { headers } from './headers.ts';
import type { Means } from './inspect.ts';
import { load } from './performance.ts';
import { tls } from './tls.ts';

/** Looks by the kind of the validation. A kind without a look does not compile. */
export function inspect(wish: Validation, means: Means): Promise<Inspection> {
  switch (wish.kind) {
    case 'tls':
      return tls(wish, means);
    case 'headers':
      return headers(wish, means);
    case 'performance':
      return load(wish, means);
    case 'evidence':
      return evidence(wish, means);
  }
}
