/** A line longer than this is not shown at all: a secret could lie across the cut. */
const LONGEST_LINE = 16_384;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences are what it removes
const TERMINAL = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

export interface LineReader {
  push(text: string): void;
  /** The output has ended: what is left is a line. */
  end(): void;
}

/** Cuts text that comes in pieces into lines, without terminal sequences; blank lines are dropped. */
export function createLineReader(onLine: (line: string) => void): LineReader {
  let rest = '';
  let tooLong = false;

  function emit(raw: string): void {
    const over = tooLong || raw.length > LONGEST_LINE;
    tooLong = false;
    const line = over ? `[a line of more than ${LONGEST_LINE} characters]` : plain(raw);
    if (line !== '') onLine(line);
  }

  return {
    push(text) {
      const [last = '', ...before] = `${rest}${text}`.split(/[\r\n]/).toReversed();
      for (const line of before.toReversed()) emit(line);
      tooLong ||= last.length > LONGEST_LINE;
      rest = tooLong ? '' : last;
    },
    end() {
      if (tooLong || rest !== '') emit(rest);
      rest = '';
    },
  };
}

function plain(line: string): string {
  return line.replace(TERMINAL, '').replace(CONTROL, ' ').trimEnd();
}
