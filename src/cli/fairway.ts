import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cliVerbs } from './verbs.ts';

/** The command line: one verb and its arguments. Answers with the exit code. */
export async function fairway(argv: readonly string[]): Promise<number> {
  const [word = 'help', ...args] = argv;
  const verb = cliVerbs.find((v) => v.name === word);
  if (verb) return verb.run(args, print);
  const asked = ['help', '--help', '-h'].includes(word);
  if (!asked) print(`There is no "fairway ${word}".`);
  for (const { usage, says } of cliVerbs) print(`  fairway ${usage.padEnd(26)} ${says}`);
  return asked ? 0 : 2;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A reader that has gone (a closed terminal, `| head`) must not end what runs. */
process.stdout.on('error', () => {});

// The image runs the compiled file itself; `npm start` comes through bin/fairway.mjs.
if (isProgram(process.argv[1])) process.exitCode = await fairway(process.argv.slice(2));

/** argv holds the path as it was typed, links and all; import.meta.url is where it leads. */
function isProgram(path: string | undefined): boolean {
  if (path === undefined) return false;
  try {
    return realpathSync(path) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    return false;
  }
}
