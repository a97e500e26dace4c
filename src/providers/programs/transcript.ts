import { createLineReader, type LineReader } from './lines.ts';

/** How much of one run is shown; the rest is counted. */
const MOST_LINES = 200;
const MOST_BYTES = 16_384;
/** A longer line is cut where it is shown. */
const LONGEST_SHOWN = 500;

/** What a run has printed: shown as it comes, and its last words kept. */
export interface Transcript {
  readonly stdout: LineReader;
  readonly stderr: LineReader;
  /** Says how much was left out. Call once, after the last output. */
  end(): void;
  /** The last line of stderr, or null when it was silent. */
  lastWords(): string | null;
}

export function createTranscript(
  redact: (line: string) => string,
  show: (line: string) => void,
): Transcript {
  let lines = 0;
  let bytes = 0;
  let leftOut = 0;
  let last: string | null = null;

  function take(line: string): string {
    const clean = redact(line);
    const shown = clean.length > LONGEST_SHOWN ? `${clean.slice(0, LONGEST_SHOWN)}…` : clean;
    const size = Buffer.byteLength(shown);
    // Once one line is left out all that follow are: a transcript with holes reads like another story.
    if (leftOut > 0 || lines === MOST_LINES || bytes + size > MOST_BYTES) {
      leftOut += 1;
      return shown;
    }
    lines += 1;
    bytes += size;
    show(shown);
    return shown;
  }

  const stdout = createLineReader(take);
  const stderr = createLineReader((line) => {
    last = take(line);
  });
  return {
    stdout,
    stderr,
    end() {
      stdout.end();
      stderr.end();
      if (leftOut > 0) show(`… ${leftOut} more ${leftOut === 1 ? 'line' : 'lines'} left out`);
    },
    lastWords: () => last,
  };
}
