import { code, page, table } from './markdown.ts';

/** What the page needs to know of a verb of the command line. */
export interface CliLine {
  readonly usage: string;
  readonly says: string;
}

export function cliPage(verbs: readonly CliLine[]): string {
  const rows = verbs.map(({ usage, says }) => [code(`npm run fairway -- ${usage}`), says]);
  return page('The command line', 'src/cli/verbs.ts', [
    '`npm run fairway --` runs it with the Node that `npm install` brought; `npm start` and `npm run reset` are short for two of them. It exits with 0 when all is well, 1 when not, 2 when it was not understood.',
    table(['Command', 'What it does'], rows),
  ]);
}
