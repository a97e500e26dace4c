import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { git } from './git.ts';

/** A repository elsewhere. `url` is `file:///…` or `https://…` and holds no password. */
export interface Remote {
  readonly url: string;
  /** With whose name the token is given; what it is matters to few hosts. */
  readonly user: string;
  /** Null: the repository is open to everybody, or on this machine. */
  readonly token: string | null;
}

/** A bare copy of a repository's branches and tags. */
export interface Mirror {
  readonly folder: string;
  /** Brings it up to date; null when it is, else why not, in one line that holds no secret. Never throws. */
  fetch(): Promise<string | null>;
}

const PATIENCE_MS = 30_000;
const MOST_BYTES = 1024 * 1024;
const LONGEST = 300;
const ALL = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];
/**
 * Nothing is run that a repository or somebody's settings name, nobody is asked for a password, and a
 * redirect leads nowhere. What comes is checked; nothing is tidied up in the background.
 */
const QUIET = [
  ...['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'credential.helper=', 'core.askPass='],
  ...['fetch.fsckObjects=true', 'gc.auto=0', 'maintenance.auto=false'],
  ...['http.followRedirects=false', 'http.lowSpeedLimit=1000', 'http.lowSpeedTime=15'],
].flatMap((setting) => ['-c', setting]);
/** How this machine reaches the web; all else of its environment is none of git's business. */
const WEB = [
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'SSL_CERT_FILE',
  'GIT_SSL_CAINFO',
];

export function createMirror(folder: string, remote: Remote): Mirror {
  let under: Promise<string | null> | null = null;
  let again: Promise<string | null> | null = null;
  let spoilt = 0;
  /** The copy is a cache: one that a killed git left locked or half-written is made anew, once that is sure. */
  async function run(): Promise<string | null> {
    const why = await fetchInto(folder, remote);
    spoilt = why !== null && SPOILT.test(why) ? spoilt + 1 : 0;
    if (spoilt < 2) return why;
    spoilt = 0;
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    return fetchInto(folder, remote);
  }
  return {
    folder,
    /** Asked while one is under way, another follows: what came in between must not be missed. */
    fetch() {
      if (under === null) {
        under = run().finally(() => {
          under = null;
        });
        return under;
      }
      again ??= under.then(() => {
        again = null;
        return this.fetch();
      });
      return again;
    },
  };
}

async function fetchInto(folder: string, remote: Remote): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true });
  } catch {
    return `${folder} cannot be written: set FAIRWAY_DATA to a folder that can`;
  }
  if ((await git(folder, ['rev-parse', '--git-dir']))?.trim() !== '.') {
    const made = await told(folder, ['init', '--quiet', '--bare', '--template=', '.'], remote);
    if (made !== null) return made;
  }
  const how = [
    '--quiet',
    '--prune',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
  ];
  return told(folder, ['fetch', ...how, '--end-of-options', remote.url, ...ALL], remote);
}

/** Null when it went well, else what git said first. */
function told(folder: string, args: readonly string[], remote: Remote): Promise<string | null> {
  const options = {
    timeout: PATIENCE_MS,
    maxBuffer: MOST_BYTES,
    env: environmentFor(remote, process.env),
  };
  return new Promise((resolve) => {
    execFile('git', ['-C', folder, ...QUIET, ...args], options, (error, _, stderr) =>
      resolve(error ? sayFailure(error, stderr, remote) : null),
    );
  });
}

/**
 * What git may know: where programs lie, how the web is reached, and the token, which goes to this one host and
 * stands in no command line. Of the ways git knows to reach a repository only that of the address is allowed.
 */
export function environmentFor(
  { url, user, token }: Remote,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const { protocol, origin } = new URL(url);
  const web = Object.fromEntries(WEB.map((name) => [name, env[name]]));
  const basic = Buffer.from(`${user}:${token}`).toString('base64');
  const secret =
    token === null
      ? {}
      : {
          GIT_CONFIG_COUNT: '1',
          GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
          GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
        };
  return {
    ...web,
    ...secret,
    PATH: env['PATH'],
    HOME: env['HOME'],
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_ALLOW_PROTOCOL: protocol.slice(0, -1),
  };
}

/** What git says of the copy itself, and not of where it fetches from. */
const SPOILT =
  /\.lock'|cannot lock ref|bad object|corrupt|packed-refs|loose object|index-pack failed/;
const FAULT = /^(fatal|error): /;
const ASKS = /could not read (Username|Password)|Authentication failed/;
const UNPROVED = 'it asks for a password, and FAIRWAY_CONFIG_TOKEN is missing or is not taken';

function sayFailure(
  error: Error & { readonly code?: unknown; readonly killed?: boolean },
  stderr: string,
  { token, url }: Remote,
): string {
  if (error.code === 'ENOENT') return 'there is no git on this machine';
  if (error.killed)
    return `${new URL(url).host || url} did not answer within ${PATIENCE_MS / 1_000} s`;
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  // What follows the first fault is advice, on several lines.
  const fault = lines.find((line) => FAULT.test(line)) ?? lines.at(-1) ?? 'git failed';
  const said = ASKS.test(fault) ? UNPROVED : fault.replace(FAULT, '').trim();
  const clean = token === null ? said : said.replaceAll(token, '…');
  return clean.slice(0, LONGEST);
}
