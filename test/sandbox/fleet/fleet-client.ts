import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

export const silent = { info() {}, warn() {} };

export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fleet-'));
}

const artifact = z.object({ version: z.string(), digest: z.string() });
const outcome = z.object({
  state: z.enum(['running', 'done', 'failed']),
  code: z.string().optional(),
  why: z.string().optional(),
});
const observed = z.object({
  live: z.array(
    artifact.extend({ percent: z.number(), healthy: z.boolean(), instances: z.number() }),
  ),
  staged: z.array(z.string()),
  epoch: z.number(),
});
const effects = z.object({
  effects: z.array(
    z.object({ seq: z.number(), key: z.string(), kind: z.string(), detail: z.string() }),
  ),
});

export type Artifact = z.infer<typeof artifact>;

/** The admin API as a test speaks it. */
export function fleetClient(adminUrl: string) {
  async function post(path: string, body: object) {
    const answer = await fetch(`${adminUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: z.unknown().parse(await answer.json()) };
  }
  async function get(path: string) {
    const answer = await fetch(`${adminUrl}${path}`);
    return { status: answer.status, body: z.unknown().parse(await answer.json()) };
  }
  /** Repeats the call with the same key until it is no longer running. */
  async function effect(kind: string, body: object) {
    for (;;) {
      const answer = await post(`/admin/${kind}`, body);
      const now = outcome.parse(answer.body);
      if (now.state !== 'running') return now;
    }
  }
  return {
    post,
    get,
    effect,
    async resolve(service: string, ref: string): Promise<Artifact> {
      return artifact.parse((await get(`/admin/resolve?service=${service}&ref=${ref}`)).body);
    },
    async observe(service: string, environment: string) {
      const path = `/admin/observe?service=${service}&environment=${environment}`;
      return observed.parse((await get(path)).body);
    },
    async effects() {
      return effects.parse((await get('/admin/effects')).body).effects;
    },
    async bring(target: object, what: Artifact) {
      const key = crypto.randomUUID();
      const staged = { ...target, key: `${key}-p`, artifacts: [what] };
      await effect('prestage', staged);
      return await effect('start', { ...target, key: `${key}-s`, ...what });
    },
  };
}

const served = z.object({ version: z.string() });

/** How many of `times` requests, one after the other, each version answered. */
export async function whoServes(
  url: string,
  times: number,
): Promise<{ [version: string]: number }> {
  const counts: { [version: string]: number } = {};
  for (let i = 0; i < times; i += 1) {
    const { version } = served.parse(await (await fetch(url)).json());
    counts[version] = (counts[version] ?? 0) + 1;
  }
  return counts;
}

/** The sum of a metric's series that carry all the labels. */
export function sumOf(metrics: string, name: string, ...labels: string[]): number {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** A zombie has ended: only whoever adopted it has not looked yet. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}
