import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chronicle, EffectSeen, KeySeen } from '../chronicle.ts';
import { SCRIPT_PLACES, SCRIPT_VERSIONS } from './organisation.ts';

const digestOf = (version: string): string =>
  `sha256:${createHash('sha256').update(version).digest('hex')}`;

/** A folder for deploy.sh, in which the first version serves alone everywhere. */
export async function makeWorld(folder: string): Promise<void> {
  const [first] = SCRIPT_VERSIONS;
  await mkdir(folder, { recursive: true });
  const known = SCRIPT_VERSIONS.map((version) => `${version} ${digestOf(version)}\n`);
  await writeFile(join(folder, 'versions'), known.join(''));
  for (const { service } of SCRIPT_PLACES) {
    const home = join(folder, service);
    await mkdir(home);
    await writeFile(join(home, 'live'), `${first} ${digestOf(first)} 100\n`);
    await writeFile(join(home, 'staged'), `${digestOf(first)}\n`);
    await writeFile(join(home, 'epoch'), '0\n');
    await writeFile(join(home, 'journal'), '');
  }
}

/** One run of deploy.sh, in the order in which they had the lock. */
export interface Entry {
  readonly service: string;
  readonly key: string;
  readonly verb: string;
  readonly word: string;
  readonly detail: string;
}

export async function readJournal(folder: string): Promise<readonly Entry[]> {
  const all = SCRIPT_PLACES.map(async ({ service }) => {
    const text = await readFile(join(folder, service, 'journal'), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Entry => {
        const [key = '', , verb = '', word = '', ...detail] = line.split(' ');
        return { service, key, verb, word, detail: detail.join(' ').trim() };
      });
  });
  return (await Promise.all(all)).flat();
}

/** `D-12:0:1:2`, one of the pulls of a step, belongs to the key `D-12:0:1` of that step. */
const stepOf = (key: string): string => key.split(':').slice(0, 3).join(':');

const STATES: Readonly<Record<string, string>> = {
  did: 'done',
  there: 'done',
  refused: 'failed',
  weather: 'failed',
};

/** The same for a folder of deploy.sh: told by its journal, which is somebody else's than Fairway's. */
export function createScriptChronicle(folder: string): Chronicle {
  let effects: readonly EffectSeen[] = [];
  let keys: ReadonlyMap<string, KeySeen> = new Map();
  return {
    async read() {
      const entries = await readJournal(folder);
      effects = entries
        .filter(({ word }) => word === 'did')
        .map(({ key, verb, service, detail }, seq) => {
          const place = { service, environment: 'production' };
          return { seq, key: stepOf(key), kind: verb, ...place, detail };
        });
      keys = new Map(
        entries.flatMap(({ key, verb, word }) => {
          const state = STATES[word];
          if (state === undefined) return [];
          const seen = { key: stepOf(key), kind: verb, outcome: { state } };
          return [[seen.key, seen] as const];
        }),
      );
    },
    effects: () => effects,
    keys: () => keys,
  };
}

/** The version that has all the traffic at each place, or null where none has. */
export async function whatScriptServes(
  folder: string,
): Promise<ReadonlyMap<string, string | null>> {
  const all = SCRIPT_PLACES.map(async ({ service, environment }) => {
    const text = await readFile(join(folder, service, 'live'), 'utf8');
    const [version] = /^(\S+) \S+ 100$/m.exec(text)?.slice(1) ?? [];
    return [`${service}/${environment}`, version ?? null] as const;
  });
  return new Map(await Promise.all(all));
}
