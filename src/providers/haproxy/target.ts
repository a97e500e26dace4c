import { z } from 'zod';
import type { ProviderTarget } from '../../domain/catalog/catalog.ts';
import { parseDuration } from '../../domain/kernel/duration.ts';
import type { Room } from '../../domain/strategies/fits.ts';
import { argvOf, checkRedacted, surroundings } from '../programs/target.ts';
import { HAPROXY_PLACEHOLDERS as PLACEHOLDERS } from './verbs.ts';

/** These go into a line of commands, where `;` and blanks would begin another one. */
const name = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be a name as haproxy has them');
const map = z
  .string()
  .regex(/^[A-Za-z0-9_./#:-]{1,256}$/, 'must be the path of a map as haproxy.cfg names it, or #id');
const socket = z
  .string()
  .regex(
    /^(\/[^\0]+|[A-Za-z0-9.-]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5})$/,
    'must be an absolute path, or host:port',
  );

/** The step that retires has ten minutes for all it does. */
const LONGEST_DRAIN_MS = 9 * 60_000;
const duration = z.string().refine((text) => {
  const ms = parseDuration(text) ?? 0;
  return ms > 0 && ms <= LONGEST_DRAIN_MS;
}, 'must be a duration of at most 9m, such as 2m');

/**
 * How `provider: haproxy` reaches versions on plain hosts: a backend of a haproxy that is already there
 * has the servers of two or more slots, and programs of yours put a version into a slot. Whoever serves
 * and how much is haproxy's weights, set and read by its runtime API (`stats socket … level admin`).
 *
 *   socket    its path, or host:port
 *   backend   the backend of this service; its `balance` must take weights while it runs (not static-rr)
 *   slots     each slot's servers in it, as many for each: `blue: [blue1, blue2]`
 *   map       a map file that haproxy.cfg names somewhere, where Fairway keeps its fence
 *   resolve, changes, prestage   as for `provider: command`
 *   start     puts a version into `{slot}`, in place of what is there, and ends when it answers
 *   stop      ends what runs in `{slot}`, in its own good time: a WebSocket is closed with 1001
 *   close     has what runs in `{slot}` close its sessions like that and go on running, within 5 s; left out: they are cut
 *   running   prints `{"slots": {"blue": {"version", "digest"}, "green": null}, "staged": [digest]}`;
 *             `"healthy": false` beside a version that should not be given traffic, and a `"config"` (a hash
 *             of the configuration it runs with) that asks its owners when it changes, as weights set by hand do
 *
 *   drain     how long sessions (WebSockets, long downloads) may go on where a version is retired or its slot is taken,
 *             at most 9m, since a step has ten minutes; how many are left is told. Left out: the version before keeps
 *             its sessions as the stand-by, and a slot that is stopped is given 30 s. Clients that are bound to its servers
 *             (a cookie, a stick table) keep coming to the version before for as long, and are handed over then; left out: at once
 *   drainEnds what becomes of those that are left then, on the stand-by: `cut` (closed first, where there is a `close`,
 *             and handed over), or `leave` (they stay, bound ones too)
 *   sessionData   where what a session holds is kept: `shared`, both versions read it; `local`, only the version that
 *             made it, so nobody is handed over (`drainEnds: leave`) and a slot is taken once nobody is left on it
 *
 *   needs     files that the programs read, to be looked for with them before production starts
 *
 * What exit codes mean: programs/exit-codes.ts. No program is run again before `running` was asked.
 */
export const haproxyTarget = z
  .strictObject({
    socket,
    backend: name,
    slots: z.record(name, z.array(name).min(1)),
    map,
    resolve: argvOf(PLACEHOLDERS, 'resolve'),
    changes: argvOf(PLACEHOLDERS, 'changes').optional(),
    prestage: argvOf(PLACEHOLDERS, 'prestage').optional(),
    start: argvOf(PLACEHOLDERS, 'start'),
    close: argvOf(PLACEHOLDERS, 'close').optional(),
    stop: argvOf(PLACEHOLDERS, 'stop'),
    running: argvOf(PLACEHOLDERS, 'running'),
    drain: duration.optional(),
    drainEnds: z.enum(['cut', 'leave']).default('cut'),
    sessionData: z.enum(['shared', 'local']).default('shared'),
    ...surroundings,
  })
  .superRefine((target, context) => {
    checkRedacted(target, context);
    const fault = faultOf(target.slots);
    if (fault !== null) context.addIssue({ code: 'custom', path: ['slots'], message: fault });
    if (losesSessions(target))
      context.addIssue({ code: 'custom', path: ['sessionData'], message: LOST });
  });
export type HaproxyTarget = z.infer<typeof haproxyTarget>;

const LOST =
  'is local, and every strategy hands sessions over in the end, which would lose them: say drain: 5m and drainEnds: leave, so that they stay where they are; or keep them where both versions read them, and say shared';

interface Ending {
  readonly sessionData: 'shared' | 'local';
  readonly drain?: string | undefined;
  readonly drainEnds: 'cut' | 'leave';
}

/** Whether somebody may be handed over to a version that knows nothing of him. */
function losesSessions({ sessionData, drain, drainEnds }: Ending): boolean {
  return sessionData === 'local' && (drain === undefined || drainEnds !== 'leave');
}

/** As many versions as slots, any share by weights, and a replica on each server of a slot. */
export function haproxyRoom(placement: ProviderTarget): Room {
  const all = Object.values(haproxyTarget.parse(placement).slots);
  const replicas = all[0]?.length ?? 0;
  return { slots: all.length, weights: true, replicas, surge: replicas * (all.length - 1) };
}

function faultOf(slots: Readonly<Record<string, readonly string[]>>): string | null {
  const all = Object.values(slots);
  if (all.length < 2) return 'must name two slots or more, such as blue and green';
  const servers = all.flat();
  const twice = servers.find((server, i) => servers.indexOf(server) !== i);
  if (twice !== undefined) return `names the server ${twice} twice`;
  // Weights are given by server: with slots of different sizes a share would not be its percent.
  if (new Set(all.map(({ length }) => length)).size > 1) return 'must have as many servers each';
  return null;
}
