import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Failure } from '../domain/flaky/answer.ts';
import { type Outcome, outcomesOf, TestReport } from '../domain/flaky/report.ts';
import { kept } from '../domain/incident/alert.ts';
import { hookAt } from './hook-at.ts';
import { readReport } from './junit/report.ts';
import type { Print } from './print.ts';
import { secretIn } from './secret-in.ts';
import { tellTests } from './tell-tests.ts';

const USAGE =
  'usage: fairway tests <junit.xml…> --service=<service> --commit=<commit> --to=https://fairway.example/hooks/<publisher> [--variant=<word>] [--retried] [--exit=<status of the runner>]';
const MOST_BYTES = 64 * 1024 * 1024;
const SAID = 500;

interface Asked {
  readonly files: readonly string[];
  readonly service: string;
  readonly commit: string;
  readonly to: URL;
  readonly variant: string | null;
  /** Whether the reports tell of each try of a test on its own. */
  readonly retried: boolean;
  /** What the runner of the tests ended with; null where nobody says. */
  readonly ended: number | null;
}

/**
 * `fairway tests`: a job of CI tells by the hook of a publisher what its tests did on a commit, and hears which of
 * their failures count. Answers with the exit code: 0 none does, 1 one does or nothing is known, 2 not understood.
 */
export async function tests(
  args: readonly string[],
  print: Print,
  waitsMs?: readonly number[],
): Promise<number> {
  const asked = askedIn(args);
  if (typeof asked === 'string') {
    print(asked);
    return 2;
  }
  const secret = secretIn(process.env, 'FAIRWAY_HOOK_SECRET', 'a secret of the publisher', print);
  if (secret === null) return 1;
  const outcomes = outcomesIn(asked, print);
  if (outcomes === null) return 1;
  const told = await tellTests(asked, outcomes, secret, waitsMs);
  const failed = outcomes.filter((one) => one.failed);
  if (told.untaken !== null) {
    print(told.untaken);
    return untaken(failed, told.isRefused, print) || crashed(asked, failed, print);
  }
  print(`Fairway has what ${outcomes.length} tests did on ${asked.commit.slice(0, 12)}.`);
  return counted(asked, told.failures, failed, print) || crashed(asked, failed, print);
}

/** What is asked for, or why it is not understood. */
function askedIn(args: readonly string[]): Asked | string {
  const parsed = parse(args);
  if (!parsed || parsed.positionals.length === 0) return USAGE;
  const {
    service = '',
    commit = '',
    to = '',
    variant = null,
    retried = false,
    exit,
  } = parsed.values;
  const hook = hookAt(to);
  if (hook === null) return `--to must be the address of a hook: ${USAGE}`;
  if (service === '') return `--service is missing: ${USAGE}`;
  if (!TestReport.shape.commit.safeParse(commit.toLowerCase()).success)
    return '--commit must be a whole commit, 40 or 64 of 0-9 and a-f, such as git rev-parse HEAD says.';
  if (variant !== null && !/^[\w.-]{1,40}$/.test(variant))
    return '--variant must be one word of letters, digits, ".", "_" and "-".';
  if (exit !== undefined && !/^\d{1,3}$/.test(exit))
    return '--exit must be what the runner of the tests ended with, such as 1.';
  const ended = exit === undefined ? null : Number(exit);
  const files = parsed.positionals;
  return { files, service, commit: commit.toLowerCase(), to: hook, variant, retried, ended };
}

function parse(args: readonly string[]) {
  const word = { type: 'string' } as const;
  const words = { service: word, commit: word, to: word, variant: word, exit: word };
  const options = { ...words, retried: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    return null;
  }
}

/** What all the files say, each test once; null where one cannot be read, or none names a test: then why was printed. */
function outcomesIn({ files, variant, retried }: Asked, print: Print): readonly Outcome[] | null {
  const all: Outcome[] = [];
  for (const file of files) {
    const read = readFile(file, variant);
    if ('fault' in read) {
      print(`${file} cannot be read: ${read.fault}.`);
      return null;
    }
    for (const one of read) all.push(one);
  }
  if (all.length === 0) print('No test ran: the reports name none.');
  return all.length === 0 ? null : outcomesOf(all, retried);
}

function readFile(file: string, variant: string | null): ReturnType<typeof readReport> {
  try {
    if (statSync(file).size > MOST_BYTES) return { fault: 'it is larger than 64 MB' };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
    return readReport(text, variant);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { fault: code.startsWith('ERR_ENCODING') ? 'it is not UTF-8' : code || String(error) };
  }
}

/** Prints which failures count, and what to do. */
function counted(
  { service }: Asked,
  failures: readonly Failure[],
  failed: readonly Outcome[],
  print: Print,
): number {
  if (failed.length === 0) {
    print('None failed.');
    return 0;
  }
  const said = new Map(failures.map((one) => [one.test, one]));
  const excused = failed.flatMap(({ test }) => excusedOf(said.get(test)));
  const counts = failed.filter(({ test }) => said.get(test)?.ruling !== 'excused');
  for (const { test, says, owner, until } of excused)
    print(`Does not count: ${test} (${clean(says)}; ${clean(owner ?? '')} has it until ${until})`);
  for (const { test } of counts)
    print(`Counts: ${test} (${clean(said.get(test)?.says ?? 'nothing was answered of it')})`);
  if (counts.length === 0) {
    print(
      'Every failure is of a test that is known to be flaky and in quarantine. These alone may be retried, and they do not fail the build.',
    );
    return 0;
  }
  print(remedy(service, counts, said));
  return 1;
}

function excusedOf(failure: Failure | undefined): readonly Failure[] {
  return failure?.ruling === 'excused' ? [failure] : [];
}

function remedy(
  service: string,
  counts: readonly Outcome[],
  said: ReadonlyMap<string, Failure>,
): string {
  const flaky = counts.some(({ test }) => said.get(test)?.ruling === 'flaky');
  const mend = `${counts.length} ${counts.length === 1 ? 'failure counts' : 'failures count'}: mend what they show, and retry none of them.`;
  return flaky
    ? `${mend} A flaky test does not count while somebody has it in quarantine; in the chat: /release flaky ${service}`
    : mend;
}

/** Without an answer every failure counts; passing tests do not fail because Fairway is away. */
function untaken(failed: readonly Outcome[], isRefused: boolean, print: Print): number {
  for (const { test } of failed) print(`Counts: ${test} (nothing was answered of it)`);
  return failed.length > 0 || isRefused ? 1 : 0;
}

/** A runner that ends badly though no test failed has failed outside of them. */
function crashed({ ended }: Asked, failed: readonly Outcome[], print: Print): number {
  if (ended === null || ended === 0 || failed.length > 0) return 0;
  print(
    `The runner ended with ${ended} though no test of the reports failed: what went wrong is not in them.`,
  );
  return 1;
}

function clean(words: string): string {
  return kept(words, SAID);
}
