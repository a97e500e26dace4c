import type { JsonObject } from './json.ts';
import { createArgs } from './methods/args.ts';
import { methods } from './methods/index.ts';
import { type Method, type MethodCall, refuse } from './methods/method.ts';
import type { World } from './model/world.ts';
import type { FaultOrder } from './rules/faults.ts';
import { missingScope } from './rules/scopes.ts';

/** What goes back over HTTP: an answer, nothing ever, or a broken connection. */
export type ApiAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: JsonObject | undefined;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' };

const byName = new Map(methods.map((method) => [method.name, method]));

/**
 * One call of the Web API: who calls, what was ordered to go wrong, limits, scopes, then the method.
 *
 * @param token of the Authorization header; an argument `token` counts where there is none
 */
export function callApi(
  world: World,
  name: string,
  token: string | undefined,
  source: JsonObject,
): ApiAnswer {
  const method = byName.get(name);
  if (method === undefined) return answer(refuse('unknown_method'));
  const call: MethodCall = { world, args: createArgs(source) };
  const stranger = refuseToken(world, method, token ?? call.args.text('token'));
  if (stranger !== undefined) return answer(stranger);
  const fault = world.faults.due(name);
  const early = fault === undefined ? undefined : failEarly(fault);
  if (early !== undefined) return early;
  const waitSeconds = world.rateLimits.take(name, method.perMinute, method.paces?.(call));
  if (waitSeconds !== undefined) return rateLimited(waitSeconds);
  const result = permitted(call, method);
  if (fault?.answer === 'timeout_after_effect') return { kind: 'hang' };
  if (fault?.answer === 'drop_after_effect') return { kind: 'drop' };
  return answer(result, {
    'x-oauth-scopes': world.app.scopes.join(','),
    'x-accepted-oauth-scopes': method.scopes.join(','),
  });
}

function permitted(call: MethodCall, method: Method): JsonObject {
  const scopes = missingScope(call.world, method.scopes);
  if (scopes !== undefined) return scopes;
  if (method.needsTeam && call.world.app.isOrgInstall && call.args.text('team_id') === undefined) {
    return { ...refuse('missing_argument'), response_metadata: { messages: ['team_id'] } };
  }
  return method.run(call);
}

function refuseToken(
  world: World,
  method: Method,
  token: string | undefined,
): JsonObject | undefined {
  const { botToken, appToken } = world.app;
  if (token === undefined || token === '') return refuse('not_authed');
  if (token !== botToken && token !== appToken) return refuse('invalid_auth');
  if (token === botToken && world.faults.isTokenRevoked()) return refuse('token_revoked');
  const kind = token === appToken ? 'app' : 'bot';
  return kind === method.token ? undefined : refuse('not_allowed_token_type');
}

/** The ordered failures under which nothing happens. */
function failEarly(fault: FaultOrder): ApiAnswer | undefined {
  switch (fault.answer) {
    case 'ratelimited':
      return rateLimited(fault.retryAfterSeconds ?? 1);
    case 'error500':
      return { kind: 'answer', status: 500, headers: {}, body: undefined };
    case 'drop':
      return { kind: 'drop' };
    case 'timeout_after_effect':
    case 'drop_after_effect':
      return undefined;
    default:
      return answer(refuse(fault.answer.error));
  }
}

function rateLimited(seconds: number): ApiAnswer {
  const headers = { 'retry-after': String(seconds) };
  return { kind: 'answer', status: 429, headers, body: refuse('ratelimited') };
}

function answer(body: JsonObject, headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { kind: 'answer', status: 200, headers, body };
}
