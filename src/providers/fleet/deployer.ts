import { z } from 'zod';
import { type Artifact, isDigest } from '../../domain/artifact/artifact.ts';
import type { Call, Deployer, Effect } from '../../ports/deployer.ts';
import type { Log } from '../../ports/log.ts';
import { type Address, type Answered, at, exchange, sayRefusal } from './exchange.ts';

/** What the fleet answers to an effect; a `failed` is recorded under its key and stays so. */
const outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done') }),
  z.object({ state: z.literal('running') }),
  z.object({ state: z.literal('failed'), code: z.string().optional(), why: z.string() }),
]);

const digest = z.string().refine(isDigest);
const observation = z.object({
  live: z.array(
    z
      .object({
        version: z.string(),
        digest,
        percent: z.number(),
        healthy: z.boolean(),
        instances: z.int().min(0).optional(),
      })
      .transform(({ instances, ...one }) => ({ ...one, replicas: instances })),
  ),
  staged: z.array(digest),
});

/** Failures that another attempt may not meet; every other one would only be met again. */
const WEATHER = ['registry-down', 'not-ready'];
/** The fleet itself waits a little for an effect before it answers `running`. */
const AGAIN_IN_MS = 500;
const EFFECT_WITHIN_MS = 30_000;
const READ_WITHIN_MS = 5_000;

/** The sandbox's fleet as a Deployer. It remembers our keys and knows our fence (`dedup: key`). */
export function createFleetDeployer(name: string, admin: Address, log: Log): Deployer {
  async function effect(kind: string, call: Call, wish: object): Promise<Effect> {
    const { key, epoch, service, environment, signal } = call;
    const answered = await exchange(
      at(admin, `/admin/${kind}`),
      { method: 'POST', body: { key, epoch, service, environment, ...wish } },
      { withinMs: EFFECT_WITHIN_MS, signal },
    );
    const { status } = answered;
    if (status !== 200) log.warn({ kind, key, epoch, status }, 'the fleet refused a call');
    return effectOf(kind, answered);
  }
  return {
    name,
    dedup: 'key',
    prestage: (call, artifacts) => effect('prestage', call, { artifacts: artifacts.map(pinned) }),
    start: (call, artifact) => effect('start', call, pinned(artifact)),
    shift: (call, artifact, rest, percent) =>
      effect('shift', call, {
        ...pinned(artifact),
        percent,
        ...(rest ? { stable: pinned(rest) } : {}),
      }),
    finish: (call, artifact, standby) =>
      effect('finish', call, {
        live: pinned(artifact),
        ...(standby ? { standby: pinned(standby) } : {}),
      }),
    async observe({ service, environment }) {
      const query = new URLSearchParams({ service, environment });
      const { status, body } = await exchange(
        at(admin, `/admin/observe?${query}`),
        {},
        { withinMs: READ_WITHIN_MS },
      );
      if (status !== 200) throw new Error(`the fleet cannot be observed: ${sayRefusal(body)}`);
      return understood(observation, body, 'observe');
    },
  };
}

function pinned({ version, digest }: Artifact): Artifact {
  return { version, digest };
}

const fenced = z.object({ code: z.literal('fenced') });

/** What is no weather is knowledge: a refused call has changed nothing, so it has failed. */
function effectOf(kind: string, { status, body }: Answered): Effect {
  if (status === 409 && fenced.safeParse(body).success) return { kind: 'fenced' };
  if (status !== 200) return { kind: 'failed', why: sayRefusal(body), retryable: false };
  const said = understood(outcome, body, kind);
  switch (said.state) {
    case 'done':
      return { kind: 'done' };
    case 'running':
      return { kind: 'running', againInMs: AGAIN_IN_MS };
    case 'failed':
      return { kind: 'failed', why: said.why, retryable: WEATHER.includes(said.code ?? '') };
  }
}

function understood<T>(schema: z.ZodType<T>, body: unknown, call: string): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  throw new Error(
    `the fleet's answer to ${call} is not understood: ${z.prettifyError(read.error)}`,
  );
}
