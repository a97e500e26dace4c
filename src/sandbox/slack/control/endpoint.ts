import type { z } from 'zod';
import type { World } from '../model/world.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface ControlCall {
  readonly world: World;
  /** The last segment of a path that ends with a parameter. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** One call of the control API. `path` is below `/_control/`; a trailing `/` takes one more segment. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly run: (call: ControlCall) => Promise<Reply> | Reply;
}

/** An endpoint whose body has a schema; what does not fit is refused with every reason at once. */
export function post<T>(
  path: string,
  schema: z.ZodType<T>,
  run: (world: World, body: T) => Promise<Reply> | Reply,
): Endpoint {
  return {
    method: 'POST',
    path,
    run({ world, body }) {
      const parsed = schema.safeParse(body);
      return parsed.success ? run(world, parsed.data) : malformed(path, parsed.error);
    },
  };
}

function malformed(path: string, error: z.ZodError): Reply {
  const why = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  const message = `POST /_control/${path}: ${why.join('; ')}. See docs/sandbox.md.`;
  return { status: 400, body: { ok: false, error: 'invalid_body', message } };
}

/** Result of an act as a reply: its `status` becomes the HTTP status and leaves the body. */
export function replyOf(result: { readonly ok: boolean; readonly status?: unknown }): Reply {
  const { status, ...body } = result;
  return { status: typeof status === 'number' ? status : 200, body };
}
