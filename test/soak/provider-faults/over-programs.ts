import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artifact } from '../../../src/domain/artifact/artifact.ts';
import type { Dedup } from '../../../src/ports/deployer.ts';
import type { Provider } from '../../../src/ports/provider.ts';
import { createCommandProvider } from '../../../src/providers/command/index.ts';
import { type CommandTarget, commandTarget } from '../../../src/providers/command/target.ts';
import type { Kind, Trouble } from './kinds.ts';

const SCRIPT = join(import.meta.dirname, 'deploy.sh');
const log = { info() {}, warn() {}, error() {} };

const FAULTS: Readonly<Record<Kind, string>> = {
  'timeout before the effect': 'hang',
  'timeout after the effect': 'hang',
  '429': 'weather',
  '5xx': 'weather',
  'connection reset': 'cut',
  'slow drip': 'drip',
  'wrong body': 'wrong',
  'lying success': 'lie',
};

/** Where one is waited for in vain; elsewhere it is only the machine that is slow. */
const HANGS: ReadonlySet<string> = new Set(['hang', 'drip']);

export interface Programs {
  readonly provider: Provider;
  readonly placement: CommandTarget;
  met(): boolean;
  /** Keys of the effects that were asked for, and of those that took place. */
  calls(): readonly string[];
  effects(): readonly string[];
  live(): readonly { readonly version: string; readonly percent: number }[];
  stop(): void;
}

/** Real programs, which misbehave once. */
export function overPrograms(
  dedup: Dedup,
  trouble: Trouble,
  versions: readonly Artifact[],
): Programs {
  const folder = mkdtempSync(join(tmpdir(), 'fairway-soak-programs-'));
  const path = (name: string): string => join(folder, name);
  const lines = (name: string): readonly string[] =>
    readFileSync(path(name), 'utf8').split('\n').filter(Boolean);
  for (const { version, digest } of versions) writeFileSync(path(`version-${version}`), digest);
  const [first] = versions;
  writeFileSync(path('live'), `${first?.version} ${first?.digest} 100\n`);
  for (const name of ['calls', 'effects', 'keys']) writeFileSync(path(name), '');
  const { call, kind, done } = trouble;
  writeFileSync(path('fault'), `${call} ${FAULTS[kind]} ${done ? 'yes' : 'no'}\n`);
  return {
    provider: createCommandProvider({
      env: { PATH: process.env['PATH'], STATE: folder, DEDUP: dedup },
      folder,
      log,
      graceMs: 100,
    }),
    placement: target(dedup, HANGS.has(FAULTS[kind]) ? '5s' : '60s'),
    met: () => existsSync(path('met')),
    calls: () => lines('calls'),
    effects: () => lines('effects'),
    live: () =>
      lines('live').map((line) => {
        const [version = '', , percent] = line.split(' ');
        return { version, percent: Number(percent) };
      }),
    stop: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Pulling is left to `start`, as it is where a target has no prestage. */
function target(dedup: Dedup, timeout: string): CommandTarget {
  const effect = (verb: string): string[] => [
    ...['/bin/sh', SCRIPT, verb, '{key}', '{version}', '{digest}'],
    ...(verb === 'start' ? [] : ['{previous_digest}']),
    ...(verb === 'shift' ? ['{percent}'] : []),
  ];
  return commandTarget.parse({
    resolve: ['/bin/sh', SCRIPT, 'resolve', 'no-key', '{version}'],
    start: effect('start'),
    shift: effect('shift'),
    finish: effect('finish'),
    observe: ['/bin/sh', SCRIPT, 'observe'],
    env: ['STATE', 'DEDUP'],
    timeout,
    dedup,
  });
}
