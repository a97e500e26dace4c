import type { World } from '../model/world.ts';
import type { Endpoint, Reply } from './endpoint.ts';

/** Finds and runs the endpoint of a request below `/_control/`. */
export async function routeControl(
  world: World,
  endpoints: readonly Endpoint[],
  request: { readonly method: string; readonly url: URL; readonly body: unknown },
): Promise<Reply> {
  const path = request.url.pathname.slice('/_control/'.length);
  const matching = endpoints.filter((one) => matches(one, path));
  if (matching.length === 0) {
    return refused(404, `There is no /_control/${path}; docs/sandbox.md lists the control API.`);
  }
  const endpoint = matching.find((one) => one.method === request.method);
  if (endpoint === undefined) {
    const allowed = matching.map((one) => one.method).join(', ');
    return refused(405, `/_control/${path} takes ${allowed}, not ${request.method}.`);
  }
  const name = segment(endpoint, path);
  return await endpoint.run({ world, name, query: request.url.searchParams, body: request.body });
}

function matches(endpoint: Endpoint, path: string): boolean {
  if (!endpoint.path.endsWith('/')) return path === endpoint.path;
  const rest = path.slice(endpoint.path.length);
  return path.startsWith(endpoint.path) && rest !== '' && !rest.includes('/');
}

function segment(endpoint: Endpoint, path: string): string {
  const raw = path.slice(endpoint.path.length);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function refused(status: number, message: string): Reply {
  return { status, body: { ok: false, error: 'no_such_call', message } };
}
