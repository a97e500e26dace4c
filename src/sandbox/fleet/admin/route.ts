import type { z } from 'zod';
import type { Fleet } from '../fleet.ts';
import type { History } from '../history/history.ts';
import { SERVICES } from '../targets.ts';
import { type Answer, no } from './answer.ts';
import type { Faults } from './faults.ts';

export interface AdminContext {
  readonly fleet: Fleet;
  readonly history: History;
  readonly faults: Faults;
}

/** One admin call. A GET gets its query as the body. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  run(context: AdminContext, body: unknown): Answer | Promise<Answer>;
}

/** A refusal that names every field that is wrong. */
export function malformed(error: z.ZodError): Answer {
  const faults = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  return no(400, 'malformed', faults.join('; '), { faults });
}

export function unknownService(service: string): Answer | null {
  if (SERVICES.includes(service)) return null;
  const why = `there is no service ${service}; known: ${SERVICES.join(', ')}`;
  return no(404, 'unknown-service', why, { known: SERVICES });
}
