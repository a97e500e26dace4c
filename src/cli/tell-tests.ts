import { Answer, type Failure } from '../domain/flaky/answer.ts';
import { MOST_TESTS, type Outcome, type TestReport } from '../domain/flaky/report.ts';
import { type Answered, askHook } from './tell-hook.ts';

/** Of one delivery: Fairway takes 256 KiB. */
const MOST_BYTES = 200 * 1024;
const SHOWN = 300;

export interface Told {
  /** What was answered of each test that failed. */
  readonly failures: readonly Failure[];
  /** Why Fairway does not have all of it, in words; null where it has. */
  readonly untaken: string | null;
  /** Whether asking again would be in vain. */
  readonly isRefused: boolean;
}

/** Tells in as many deliveries as it takes, one after the other. */
export async function tellTests(
  { to, ...of }: { readonly to: URL } & Pick<TestReport, 'service' | 'commit'>,
  outcomes: readonly Outcome[],
  secret: string,
  waitsMs?: readonly number[],
): Promise<Told> {
  const url = new URL(`${to.href}/tests`);
  const failures: Failure[] = [];
  for (const tests of partsOf(outcomes)) {
    const body = { service: of.service, commit: of.commit, tests };
    const answered = await askHook(url, body, secret, waitsMs);
    if (typeof answered === 'string') {
      const untaken = `${url.origin} does not take it now: ${answered}`;
      return { failures, untaken, isRefused: false };
    }
    const answer = answerIn(answered);
    if (!answer) return { failures, untaken: meaning(to, answered), isRefused: true };
    failures.push(...answer.failures);
  }
  return { failures, untaken: null, isRefused: false };
}

function* partsOf(outcomes: readonly Outcome[]): Generator<readonly Outcome[]> {
  let part: Outcome[] = [];
  let bytes = 0;
  for (const one of outcomes) {
    const more = Buffer.byteLength(JSON.stringify(one)) + 1;
    if (part.length > 0 && (part.length === MOST_TESTS || bytes + more > MOST_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(one);
    bytes += more;
  }
  if (part.length > 0) yield part;
}

function answerIn({ status, words }: Answered): Answer | null {
  if (status !== 200) return null;
  try {
    return Answer.safeParse(JSON.parse(words)).data ?? null;
  } catch {
    return null;
  }
}

function meaning(url: URL, { status, words }: Answered): string {
  const name = url.pathname.split('/').at(-1);
  switch (status) {
    case 401:
      return `It was not proved: Fairway has no publisher "${name}", or goes by another secret.`;
    case 400:
      return `Fairway does not understand it (${words.slice(0, SHOWN)}).`;
    case 404:
      return `There is no Fairway at ${url.origin}, or one that takes no reports of tests.`;
    default:
      return `${url.origin} answered ${status}, and that means nothing here. Is it Fairway's own address?`;
  }
}
