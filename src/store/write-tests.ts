import { WITHIN_MS } from '../domain/flaky/flaky-1.ts';
import type { Quarantine } from '../domain/flaky/quarantine.ts';
import type { TestRun } from '../domain/flaky/report.ts';
import type { Row } from '../ports/store.ts';
import type { Write } from './decided.ts';

const RUN = {
  name: 'insert-test-run',
  text: `
  INSERT INTO test_run (service, commit_id, key, at, passed) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING`,
};

/**
 * A test is written down from the first commit on which it failed; that it passed there before, in whichever run, the
 * lists of what passed say. Told twice it is the same.
 */
const OUTCOMES = {
  name: 'write-test-outcomes',
  text: `
  INSERT INTO test_outcome AS known (service, test, commit_id, passed_at, failed_at, at)
  SELECT $1::text, one.test, $2::text, CASE WHEN one.passed THEN $3::bigint ELSE earlier.at END,
    CASE WHEN one.failed THEN $3::bigint END, $3::bigint
  FROM jsonb_to_recordset($4::jsonb) AS one(test text, passed boolean, failed boolean)
  LEFT JOIN (
    SELECT said, max(at) AS at FROM test_run, jsonb_array_elements_text(passed) AS said
    WHERE $5::boolean AND service = $1::text AND commit_id = $2::text GROUP BY said
  ) AS earlier ON earlier.said = one.test AND one.failed
  WHERE one.failed OR EXISTS (
    SELECT FROM test_outcome AS had WHERE had.service = $1::text AND had.test = one.test)
  ON CONFLICT (service, test, commit_id) DO UPDATE SET
    passed_at = greatest(known.passed_at, excluded.passed_at),
    failed_at = greatest(known.failed_at, excluded.failed_at),
    at = greatest(known.at, excluded.at)`,
};

/** What no definition looks at any more. */
const FORGET_RUNS = {
  name: 'forget-test-runs',
  text: 'DELETE FROM test_run WHERE service = $1 AND at < $2',
};
const FORGET_OUTCOMES = {
  name: 'forget-test-outcomes',
  text: 'DELETE FROM test_outcome WHERE service = $1 AND at < $2',
};

export function writeTestRuns(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'test_run' ? writeRun(one.row) : []));
}

function writeRun({ service, commit, key, at, tests }: TestRun): readonly Write[] {
  const passed = tests.flatMap((one) => (one.passed ? [one.test] : []));
  const anyFailed = tests.some(({ failed }) => failed);
  const old = [service, at - WITHIN_MS];
  return [
    { ...RUN, values: [service, commit, key, at, JSON.stringify(passed)], mustWrite: null },
    {
      ...OUTCOMES,
      values: [service, commit, at, JSON.stringify(tests), anyFailed],
      mustWrite: null,
    },
    { ...FORGET_RUNS, values: old, mustWrite: null },
    { ...FORGET_OUTCOMES, values: old, mustWrite: null },
  ];
}

const INSERT = {
  name: 'insert-quarantine',
  text: `
  INSERT INTO quarantine (service, test, until, tell_at, revision, body)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (service, test) DO NOTHING`,
};

/** Only over the revision that the decision saw: of several who tell that it is over one is heard. */
const UPDATE = {
  name: 'update-quarantine',
  text: `
  UPDATE quarantine SET until = $3, tell_at = $4, revision = $5, body = $6
  WHERE service = $1 AND test = $2 AND revision = $5 - 1`,
};

export function writeQuarantines(rows: readonly Row[]): readonly Write[] {
  return rows.flatMap((one) => (one.table === 'quarantine' ? [writeQuarantine(one.row)] : []));
}

function writeQuarantine(row: Quarantine): Write {
  const { service, test, until, ended, tellAt, revision } = row;
  const values = [service, test, ended ? null : until, tellAt, revision, JSON.stringify(row)];
  return { ...(revision === 0 ? INSERT : UPDATE), values, mustWrite: 1 };
}
