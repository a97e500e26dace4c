import { type SpawnOptions, spawn } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  /** Both streams, and why it ended when it did not end by itself. */
  readonly output: string;
}

/** How one command is to be started: file, arguments and what spawn needs beside them. */
export interface CommandLine {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
}

/** Runs a short command to its end; never throws, never outlasts `timeoutMs`. */
export async function runCommand(line: CommandLine, timeoutMs: number): Promise<CommandResult> {
  return await new Promise((resolve) => {
    const child = spawn(line.file, line.args, {
      ...line.options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const timer = setTimeout(() => {
      output += `\nno answer within ${timeoutMs / 1_000} s`;
      child.kill('SIGKILL');
    }, timeoutMs);
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, output: `${output}\n${error.message}`.trim() });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, output: output.trim() });
    });
  });
}
