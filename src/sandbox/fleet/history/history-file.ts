import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { endOf, MINUTE_MS, SECOND_MS, type Slice } from './slice.ts';

const slice: z.ZodType<Slice> = z.object({
  from: z.number().int(),
  forMs: z.union([z.literal(SECOND_MS), z.literal(MINUTE_MS)]),
  measuredMs: z.number().nonnegative(),
  served: z.record(z.string(), z.array(z.number().int().nonnegative())),
});

export interface HistoryFile {
  /** What can be read of it, in order of time. */
  load(): readonly Slice[];
  append(one: Slice): void;
  /** Replaces all that is there. */
  write(all: readonly Slice[]): void;
}

/**
 * The fleet's measurements: `<folder>/history.jsonl`, a line for the edges and one for each slice. A line that
 * was torn or cannot be read is left out: that time was not measured. With other edges it is set aside as
 * `history.jsonl.unreadable`. What cannot be written is said once and kept in memory all the same.
 */
export function openHistoryFile(folder: string, edgesMs: readonly number[], log: Log): HistoryFile {
  const path = join(folder, 'history.jsonl');
  const header = JSON.stringify({ format: 1, edgesMs });
  let said = false;
  function writing(run: () => void): void {
    try {
      run();
      said = false;
    } catch (error) {
      if (!said) log.warn({ error: String(error) }, 'the fleet cannot keep what it measures');
      said = true;
    }
  }
  return {
    load() {
      const [first = '', ...lines] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
      if (first !== header) {
        if (first === '') return [];
        const aside = `${path}.unreadable`;
        writing(() => renameSync(path, aside));
        log.warn({ aside }, 'the fleet cannot read what it measured and begins anew');
        return [];
      }
      const written = lines.filter((line) => line !== '');
      const read = inOrder(written.flatMap(readSlice));
      const lost = written.length - read.length;
      if (lost > 0) log.warn({ lost }, 'lines of what the fleet measured cannot be read');
      return read;
    },
    append: (one) => writing(() => appendFileSync(path, `${JSON.stringify(one)}\n`)),
    write: (all) =>
      writing(() => {
        const next = `${path}.next`;
        const file = openSync(next, 'w');
        try {
          writeSync(file, `${[header, ...all.map((one) => JSON.stringify(one))].join('\n')}\n`);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        renameSync(next, path);
      }),
  };
}

function readSlice(line: string): readonly Slice[] {
  try {
    return [slice.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** Without what lies before the end of the one before it: nothing may count twice. */
function inOrder(slices: readonly Slice[]): readonly Slice[] {
  let until = Number.NEGATIVE_INFINITY;
  return slices.filter((one) => {
    if (one.from < until) return false;
    until = endOf(one);
    return true;
  });
}
