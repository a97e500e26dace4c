// What vitest's JSON reports say, added up: `node .ci/tally.mjs FAILURES a.json b.json` prints `passed failed`,
// and writes to the file FAILURES a line for each that failed, so that the end of a long output tells them all.
// A file that could not be loaded, or whose preparations failed, has no failed test of its own: it counts as one.
import { appendFileSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [failures, ...reports] = process.argv.slice(2);

function countsOf(path) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  let unloaded = 0;
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    for (const one of failed) tell(file, one.fullName, one.failureMessages[0]);
    for (const one of file.assertionResults) {
      if (['passed', 'failed'].includes(one.status)) continue;
      process.stderr.write(`not run (${one.status}): ${one.fullName}\n`);
    }
    if (file.status !== 'failed' || failed.length > 0) continue;
    unloaded += 1;
    tell(file, 'the whole file', file.message);
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded };
}

function tell({ name }, what, why = '') {
  const [line = ''] = why.split('\n');
  appendFileSync(failures, `${relative('.', name)}: ${what}: ${line.slice(0, 200)}\n`);
}

const counts = reports.map(countsOf);
const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
process.stdout.write(`${sum('passed')} ${sum('failed')}\n`);
