import { pathToFileURL } from 'node:url';
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

// The image runs the compiled file itself; `npm start` comes through bin/fairway.mjs.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await fairway(process.argv.slice(2));
}
