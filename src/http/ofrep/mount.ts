import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Catalog, Environment } from '../../domain/catalog/catalog.ts';
import type { EvaluationContext, FlagDesk } from '../../ports/flags.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type Answer, answerTo, bodyOf, contextIn } from './answer.ts';
import { environmentOf } from './environment-of.ts';
import { remembered } from './remembered.ts';

/** Flags for programs, by OFREP 0.1: each asks with the token of its environment. */
export interface Ofrep {
  readonly catalog: () => Pick<Catalog, 'environments'>;
  readonly secrets: Secrets;
  readonly flags: FlagDesk;
  readonly log: Log;
}

const ROOT = '/ofrep/v1/evaluate/flags';
const HEADERS = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };
const MINUTE_MS = 60_000;

/** `POST /ofrep/v1/evaluate/flags/<key>` for one flag, and without a key for all of them. Reads only. */
export function mountOfrep(server: FastifyInstance, ofrep: Ofrep): void {
  const secrets = remembered(ofrep.secrets);
  server.register(async (routes) => {
    const places = new WeakMap<FastifyRequest, Environment>();
    const placeOf = (request: FastifyRequest): Environment | undefined => places.get(request);
    // Before anything is counted, so that what is counted is an environment.
    routes.addHook('onRequest', async (request, reply) => {
      const { environments } = ofrep.catalog();
      const place = await environmentOf(request.headers, environments, secrets);
      if (place === null) return reply.code(401).headers(HEADERS).send();
      places.set(request, place);
    });
    await routes.register(rateLimit, {
      timeWindow: MINUTE_MS,
      max: (request) => placeOf(request)?.flags?.perMinute ?? 0,
      keyGenerator: (request) => placeOf(request)?.name ?? '',
      skipOnError: true,
    });
    routes.post<{ Params: { key: string } }>(`${ROOT}/:key`, (request, reply) =>
      one(ofrep, placeOf(request), request, reply),
    );
    routes.post(ROOT, (request, reply) => all(ofrep, placeOf(request), request, reply));
  });
}

async function one(
  ofrep: Ofrep,
  place: Environment | undefined,
  { params, body }: FastifyRequest<{ Params: { key: string } }>,
  reply: FastifyReply,
) {
  const { key } = params;
  const asked = contextIn(body);
  if ('fault' in asked) return send(reply, answerTo(key, asked.fault));
  const flags = await looked(ofrep, place);
  if (!flags) return send(reply, unknown(key));
  return send(reply, answerTo(key, flags.get(key)?.(asked.context) ?? noSuchFlag(place)));
}

/** All flags that somebody is given something of, by name; what they were told last is not sent again. */
async function all(
  ofrep: Ofrep,
  place: Environment | undefined,
  { body, headers }: FastifyRequest,
  reply: FastifyReply,
) {
  const asked = contextIn(body);
  if ('fault' in asked) {
    const { code, why } = asked.fault;
    return send(reply, { status: 400, body: { errorCode: code, errorDetails: why } });
  }
  const flags = await looked(ofrep, place);
  if (!flags) return send(reply, unknown());
  const text = JSON.stringify({ flags: toldOf(flags, asked.context) });
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  reply.headers({ ...HEADERS, etag: tag });
  if (tagsIn(headers['if-none-match']).includes(tag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

type Flags = Awaited<ReturnType<FlagDesk['look']>>;

function toldOf(flags: Flags, context: EvaluationContext): readonly object[] {
  return [...flags]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, evaluate]) => {
      const told = evaluate(context);
      const isGiven = told.kind === 'value' || told.code !== 'FLAG_NOT_FOUND';
      return isGiven ? [bodyOf(key, told)] : [];
    });
}

/** null where nobody knows. */
async function looked(
  { flags, log }: Ofrep,
  place: Environment | undefined,
): Promise<Flags | null> {
  try {
    return place ? await flags.look(place.name) : null;
  } catch (error) {
    log.warn({ environment: place?.name, error: String(error) }, 'flags cannot be told');
    return null;
  }
}

function noSuchFlag(place: Environment | undefined) {
  const why = `no state of it was ever deployed to ${place?.name}`;
  return { kind: 'error', code: 'FLAG_NOT_FOUND', why } as const;
}

function unknown(key?: string): Answer {
  const why = 'the flags were not read yet; try again in a moment';
  const named = key === undefined ? {} : { key };
  return { status: 500, body: { ...named, errorCode: 'GENERAL', errorDetails: why } };
}

/** A comparison of If-None-Match is a weak one (RFC 9110, 13.1.2). */
function tagsIn(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
}

function send(reply: FastifyReply, { status, body }: Answer) {
  return reply
    .code(status)
    .headers(HEADERS)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
