import { WITHIN_MS } from '../domain/flaky/flaky-1.ts';
import { type FlakyTest, flakyTests } from '../domain/flaky/known.ts';
import { type Refusal, refuse } from '../domain/kernel/refusal.ts';
import { type Instant, plus } from '../domain/kernel/time.ts';
import type { Context } from '../ports/context.ts';

/** More than anybody looks after. */
const MOST = 200;
const MOST_NAMED = 5;

type Reads = Pick<Context, 'records'>;

/** The flaky tests of a service and those in quarantine, the ones most often flaky first. */
export async function flakyIn(
  { records }: Reads,
  service: string,
  now: Instant,
): Promise<readonly FlakyTest[]> {
  const histories = await records.testHistories(service, {
    since: plus(now, -WITHIN_MS),
    limit: MOST,
  });
  const tests = histories.map(({ test }) => test);
  const [last, held] = await Promise.all([
    records.quarantines({ service, tests, limit: MOST }),
    records.quarantines({ service, heldAt: now, limit: MOST }),
  ]);
  const all = new Map([...last, ...held].map((one) => [one.test, one]));
  return flakyTests(histories, [...all.values()], now);
}

/** The test that is meant: by its whole name, or by words that stand in the name of one flaky test alone. */
export async function flakyNamed(
  ctx: Reads,
  service: string,
  word: string,
  now: Instant,
): Promise<FlakyTest | Refusal> {
  const all = await flakyIn(ctx, service, now);
  const exact = all.find(({ test }) => test === word);
  if (exact) return exact;
  const wanted = word.toLowerCase();
  const near = all.filter(({ test }) => test.toLowerCase().includes(wanted));
  const [only] = near;
  if (only && near.length === 1) return only;
  const line = `/release flaky ${service}`;
  if (!only) {
    const what = `No test of ${service} that is known to be flaky is called "${word}".`;
    const why =
      'A test is known to be flaky once it passed and failed on one commit; a quarantine of any other would hide what is broken.';
    return refuse('unknown-test', what, { why, fix: 'What is known:', line });
  }
  const names = near.slice(0, MOST_NAMED).map(({ test }) => `"${test}"`);
  const more = near.length > names.length ? `, and ${near.length - names.length} more` : '';
  return refuse('which-test', `"${word}" stands in the names of ${near.length} flaky tests.`, {
    why: `They are ${names.join(', ')}${more}.`,
    fix: 'Say more of the name. All of them:',
    line,
  });
}
