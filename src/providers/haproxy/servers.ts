import { z } from 'zod';
import type { Runtime } from './runtime.ts';

/** One server of a backend, as haproxy has it now. */
export interface Server {
  readonly name: string;
  /** By which a stick table knows it. */
  readonly id: number;
  /** 0 to 256, as it was set. */
  readonly weight: number;
  readonly admin: 'ready' | 'drain' | 'maint';
  /** Its checks say so, or it has none and is not in maintenance. */
  readonly isUp: boolean;
  readonly hasChecks: boolean;
  /** Requests and tunnels on it now. */
  readonly sessions: number;
  /** Since it went up, down, or out of service. */
  readonly sinceMs: number;
  /** How long nobody has come to it; if ever anybody did is not known after a restart, which counts as one coming. */
  readonly quietMs: number;
  /** Its answers bind clients to it by a cookie, of whom haproxy keeps no list. */
  readonly hasCookie: boolean;
  /**
   * Whoever was served by it comes back to it, even while its weight is 0: that takes it out of load balancing and
   * "will still accept persistent connections" (haproxy's configuration manual, 5.2, "weight"), as its state `drain`
   * does; its state `maint` "disables any traffic to the server" (management guide, 9.3, "set server").
   */
  readonly isSticky: boolean;
}

/** Bits of `srv_admin_state` and of `srv_check_state` (haproxy's management guide, 9.3, "show servers state"). */
const MAINT = 0x01 | 0x02 | 0x04 | 0x20;
const DRAIN = 0x08 | 0x10;
const CONFIGURED = 0x02;

const count = z.coerce.number().int().min(0);
const State = z.object({
  srv_id: count,
  srv_name: z.string(),
  srv_op_state: count,
  srv_admin_state: count,
  srv_uweight: count,
  srv_time_since_last_change: count,
  srv_check_state: count,
});
const Stat = z.object({
  svname: z.string(),
  scur: count,
  /** Seconds since somebody was sent there; below 0: nobody yet. */
  lastsess: z.coerce.number().int(),
  cookie: z.string().optional(),
});

/**
 * The servers of a backend, by name.
 * @throws when there is no such backend, or haproxy says what is not understood
 */
export async function readServers(
  runtime: Runtime,
  backend: string,
): Promise<ReadonlyMap<string, Server>> {
  const [states = '', stats = '', tables = ''] = await runtime.ask(
    `show servers state ${backend}`,
    `show stat ${backend} 4 -1`,
    'show table',
  );
  const found = rowsOf(states.replace(/^1\n/, ''), ' ').map((row) => State.parse(row));
  if (found.length === 0)
    throw new Error(`no servers of the backend ${backend}: ${firstLine(states)}`);
  const told = new Map(
    rowsOf(stats, ',').map((row) => {
      const stat = Stat.parse(row);
      return [stat.svname, stat] as const;
    }),
  );
  const hasTable = tables.split('\n').some((line) => line.startsWith(`# table: ${backend},`));
  return new Map(
    found.map((state) => {
      const stat = told.get(state.srv_name);
      if (!stat) throw new Error(`show stat does not know the server ${state.srv_name}`);
      return [state.srv_name, serverOf(state, stat, hasTable)];
    }),
  );
}

function serverOf(
  state: z.infer<typeof State>,
  stat: z.infer<typeof Stat>,
  hasTable: boolean,
): Server {
  const { srv_admin_state: bits, srv_op_state: op } = state;
  const isOut = (bits & MAINT) !== 0;
  const hasCookie = (stat.cookie ?? '') !== '';
  const sinceMs = state.srv_time_since_last_change * 1_000;
  return {
    name: state.srv_name,
    id: state.srv_id,
    weight: state.srv_uweight,
    admin: isOut ? 'maint' : (bits & DRAIN) !== 0 ? 'drain' : 'ready',
    isUp: !isOut && op > 0,
    hasChecks: (state.srv_check_state & CONFIGURED) !== 0,
    sessions: stat.scur,
    sinceMs,
    quietMs: stat.lastsess < 0 ? sinceMs : stat.lastsess * 1_000,
    hasCookie,
    isSticky: hasTable || hasCookie,
  };
}

/** A table whose first line, after `#`, names its columns. */
function rowsOf(text: string, separator: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = text.split('\n');
  if (!head.startsWith('# ')) return [];
  const columns = head.slice(2).split(separator);
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split(separator);
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
    });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
