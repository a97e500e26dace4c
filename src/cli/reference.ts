import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Print } from './print.ts';
import { type CliLine, cliPage } from './reference/cli.ts';
import { gatesPage } from './reference/gates.ts';
import { providersPage } from './reference/providers.ts';
import { stepsPage } from './reference/steps.ts';
import { strategiesPage } from './reference/strategies.ts';
import { verbsPage } from './reference/verbs.ts';

/**
 * `fairway reference [folder]`: writes the pages below, by default to docs/reference. Answers with the
 * exit code.
 */
export async function reference(
  args: readonly string[],
  print: Print,
  verbs: readonly CliLine[],
): Promise<number> {
  const [folder = 'docs/reference', ...more] = args;
  if (more.length > 0 || folder.startsWith('-')) {
    print('usage: fairway reference [folder]');
    return 2;
  }
  await mkdir(folder, { recursive: true });
  for (const [file, text] of referencePages(verbs)) {
    await writeFile(join(folder, file), text);
    print(`wrote ${join(folder, file)}`);
  }
  return 0;
}

/** Markdown by file name, printed from the lists the program itself runs on. */
export function referencePages(verbs: readonly CliLine[]): ReadonlyMap<string, string> {
  return new Map([
    ['verbs.md', verbsPage()],
    ['gates.md', gatesPage()],
    ['strategies.md', strategiesPage()],
    ['steps.md', stepsPage()],
    ['providers.md', providersPage()],
    ['cli.md', cliPage(verbs)],
  ]);
}
