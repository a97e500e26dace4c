import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A server as the fake has it; what is not up is found up by its check after a while. */
interface FakeServer {
  weight: number;
  admin: number;
  up: boolean;
  changedAt: number;
  sessions: number;
  /** Seconds since somebody came; -1: nobody ever. */
  lastsess: number;
  cookie: string;
}

export interface FakeHaproxy {
  readonly servers: ReadonlyMap<string, FakeServer>;
  /** Values of the map, every entry of a key. */
  fence(key: string): readonly number[];
  setFence(key: string, epoch: number): void;
  /** Has the backend's stick table bind a client; the table is there from the first on. It is cleared once it was not in use so often. */
  stick(client: string, server: string, uses?: number): void;
  /** Whom the table binds. */
  stuck(): readonly string[];
  /** As after a reload: weights as configured, the map empty. */
  reload(): void;
  /** `cut`: the next line that changes a server is done and not answered; `hang`: the next line of all is neither. */
  next(fault: 'cut' | 'hang' | null): void;
  /** The so many-th line from now on is done, and never answered: whoever sent it is dead. */
  cutAt(line: number): void;
  /** Lines taken so far. */
  lines(): number;
  close(): Promise<void>;
}

const STATES: Readonly<Record<string, number>> = { ready: 0, drain: 8, maint: 1 };
const CHECKED_AFTER_MS = 60;
const CHECKS = 6; // configured and enabled

/**
 * The part of haproxy's runtime API that the provider speaks, as HAProxy 2.6 answers it, in interactive
 * mode only. It knows nothing else: an unknown word is refused as haproxy refuses it.
 * @param onChange called for every line that changed a server
 */
export async function startFakeHaproxy(
  path: string,
  backend: string,
  configured: Readonly<Record<string, { weight: number; cookie?: string }>>,
  onChange: () => void = () => {},
): Promise<FakeHaproxy> {
  const servers = new Map<string, FakeServer>();
  let map: [string, string][] = [];
  let table: Map<string, { server: string; uses: number }> | null = null;
  let fault: 'cut' | 'hang' | null = null;
  let lines = 0;
  let lastLine = Number.POSITIVE_INFINITY;

  function reload(): void {
    map = [];
    for (const [name, { weight, cookie = '' }] of Object.entries(configured)) {
      const changedAt = Date.now();
      servers.set(name, {
        weight,
        admin: 0,
        up: true,
        changedAt,
        sessions: 0,
        lastsess: -1,
        cookie,
      });
    }
  }
  reload();

  const isUp = (one: FakeServer): boolean => one.admin === 0 && one.up;

  function showState(): string {
    const columns =
      'be_name srv_id srv_name srv_op_state srv_admin_state srv_uweight srv_time_since_last_change srv_check_state';
    const rows = [...servers].map(([name, one], i) => {
      const seconds = Math.floor((Date.now() - one.changedAt) / 1_000);
      const op = isUp(one) ? 2 : 0;
      return `${backend} ${i + 1} ${name} ${op} ${one.admin} ${one.weight} ${seconds} ${CHECKS}`;
    });
    return `1\n# ${columns}\n${rows.join('\n')}\n`;
  }

  function showStat(): string {
    const rows = [...servers].map(
      ([name, one]) => `${backend},${name},${one.sessions},${one.lastsess},${one.cookie},`,
    );
    return `# pxname,svname,scur,lastsess,cookie,\n${rows.join('\n')}\n`;
  }

  function showTable(of: string, filter: readonly string[]): string {
    if (of !== '' && (of !== backend || !table)) return 'No such table\n';
    if (!table) return '';
    const head = `# table: ${backend}, type: string, size:1024, used:${table.size}\n`;
    const own = of === '' ? [] : [...table].filter(([, { server }]) => server === boundTo(filter));
    return `${head}${own.map(([key], i) => `0x${i}: key=${key} use=0 exp=9 server_id=1\n`).join('')}`;
  }

  function clearTable(of: string, filter: readonly string[]): string {
    if (of !== backend || !table) return 'No such table\n';
    for (const [key, entry] of table) {
      if (entry.server !== boundTo(filter)) continue;
      entry.uses -= 1;
      if (entry.uses < 0) table.delete(key);
    }
    return '';
  }

  /** `data.server_id eq 2` is the second server. */
  function boundTo([what, is, id]: readonly string[]): string | undefined {
    if (what !== 'data.server_id' || is !== 'eq') throw new Error(`a filter ${what} ${is}`);
    return [...servers.keys()][Number(id) - 1];
  }

  function setServer(at: string, what: string, value: string): string {
    const [where, name = ''] = at.split('/');
    const one = servers.get(name);
    if (where !== backend) return 'No such backend.\n';
    if (!one) return 'No such server.\n';
    switch (what) {
      case 'weight':
        one.weight = Number(value);
        return '';
      case 'state':
        Object.assign(one, { admin: STATES[value], up: true, changedAt: Date.now() });
        return '';
      case 'health':
        one.up = value !== 'down';
        setTimeout(() => {
          one.up = true;
        }, CHECKED_AFTER_MS);
        return '';
      default:
        return "'set server <srv>' only supports 'agent', 'health', 'state', 'weight'.\n";
    }
  }

  function endSessions(at: string): string {
    const name = at.replace(`${backend}/`, '');
    const one = servers.get(name);
    if (!one) return 'No such server.\n';
    one.sessions = 0;
    return '';
  }

  function answer(line: string): string {
    const [verb = '', what = '', ...rest] = line.split(' ');
    const [first = '', second = '', third = ''] = rest;
    switch (`${verb} ${what}`) {
      case 'show servers':
        return first === 'state' && second === backend ? showState() : "Can't find backend.\n";
      case 'show stat':
        return first === backend ? showStat() : 'No such proxy.\n';
      case 'show table':
        return showTable(first, rest.slice(1));
      case 'clear table':
        return clearTable(first, rest.slice(1));
      case 'show map':
        return map.map(([key, value], i) => `0x${i + 1} ${key} ${value}\n`).join('');
      case 'add map':
        map.push([second, third]);
        return '';
      case 'set map': {
        const known = map.some(([key]) => key === second);
        map = map.map(([key, value]) => [key, key === second ? third : value]);
        return known ? '' : 'entry not found.\n';
      }
      case 'shutdown sessions':
        return endSessions(second);
      case 'set server':
        return setServer(first, second, third);
      default:
        return 'Unknown command.\n';
    }
  }

  function takeLine(socket: Socket, line: string): void {
    if (fault === 'hang') {
      fault = null;
      return;
    }
    lines += 1;
    const isLast = lines === lastLine;
    if (line === 'prompt') return void tell('\n> ');
    if (line.startsWith('set timeout cli ')) {
      cutWhenSilent(socket, 1_000 * Number(line.slice('set timeout cli '.length)));
      return void tell('\n> ');
    }
    const commands = line.split(';').map((one) => one.trim());
    const said = commands.map((command) => `${answer(command)}\n> `).join('');
    if (commands.some((command) => /^(set server|shutdown) /.test(command))) {
      onChange();
      if (fault === 'cut') {
        fault = null;
        return void socket.destroy();
      }
    }
    tell(said);

    function tell(text: string): void {
      if (isLast) socket.destroy();
      else socket.write(text);
    }
  }

  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) takeLine(socket, line);
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  }).listen(path);
  await once(listening, 'listening');
  return {
    servers,
    fence: (key) => map.filter(([name]) => name === key).map(([, value]) => Number(value)),
    setFence: (key, epoch) => {
      map = [...map.filter(([name]) => name !== key), [key, String(epoch)]];
    },
    stick: (client, server, uses = 0) => {
      table ??= new Map();
      table.set(client, { server, uses });
    },
    stuck: () => [...(table?.keys() ?? [])],
    reload,
    next: (one) => {
      fault = one;
    },
    cutAt: (line) => {
      lastLine = lines + line;
    },
    lines: () => lines,
    async close() {
      for (const socket of sockets) socket.destroy();
      listening.close();
    },
  };
}

/** Counted in ticks: while the machine lets this process stand still, whoever would say something cannot either. */
const TICKS = 20;

function cutWhenSilent(socket: Socket, ms: number): void {
  let silent = 0;
  const timer = setInterval(() => {
    silent += 1;
    if (silent === TICKS) socket.end();
  }, ms / TICKS);
  socket.on('data', () => {
    silent = 0;
  });
  socket.on('close', () => clearInterval(timer));
}
