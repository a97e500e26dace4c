import { type AccessLine, accessLines } from './access-lines.ts';
import { type AccessRecord, type DoneByRight, sayDone, sayGiver } from './access-record.ts';
import { sayWhen } from './access-review.ts';
import { plainAt } from './words.ts';

/** A review of access as Markdown, in full, for whoever files it. */
export function accessDocument(title: string, record: AccessRecord): readonly string[] {
  const { since, until, delegations, glass, locks } = record;
  const { ended, given, kept } = accessLines(record);
  const stood = delegations.map(({ what, givenBy }) => [
    what.to,
    what.from,
    `${what.since} to ${what.until} ${what.zone}`,
    what.because,
    sayGiver(givenBy, record),
  ]);
  return [
    `# ${safe(title)}`,
    '',
    `From ${plainAt(since)} to ${plainAt(until)}.`,
    ...(record.whole ? [] : ['', '**More was done than is listed: ask for a shorter time.**']),
    ...table('No longer', RIGHT, rows(ended, record)),
    ...table('Given in this time', RIGHT, rows(given, record)),
    ...table('Held throughout', RIGHT, rows(kept, record)),
    ...table('Delegations', ['Who', 'For', 'When', 'Why', 'Given by'], stood),
    ...table('Break-glass', DONE, glass.map(doneRow)),
    ...table('Locks', DONE, locks.map(doneRow)),
  ];
}

const RIGHT = ['Who', 'What', 'Since when, by whom'];
const DONE = ['When', 'Where', 'Who', 'What', 'Ledger'];

function rows(all: readonly AccessLine[], record: AccessRecord): readonly (readonly string[])[] {
  return all.map((one) => [one.person, one.what, sayWhen(one, record)]);
}

function doneRow(one: DoneByRight): readonly string[] {
  const { at, service, environment, by, ref } = one;
  return [plainAt(at), `${service} in ${environment}`, by, sayDone(one), ref];
}

function table(
  heading: string,
  head: readonly string[],
  all: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(safe).join(' | ')} |`;
  const body = [line(head), `|${head.map(() => '---|').join('')}`, ...all.map(line)];
  return ['', `## ${heading} (${all.length})`, '', ...(all.length > 0 ? body : ['None.'])];
}

/** On one line, with nothing in it that Markdown would take for its own. */
function safe(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\|<>`*_[\]]/g, '\\$&');
}
