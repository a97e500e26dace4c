// Adds up what vitest's JSON reports say: `node .ci/tally.mjs a.json b.json` prints `passed failed`.
// A file that could not be loaded has no failed test of its own, so it counts as one.
import { readFileSync } from 'node:fs';

function countsOf(path) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const unloaded = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  for (const file of report.testResults) {
    for (const one of file.assertionResults) {
      if (['passed', 'failed'].includes(one.status)) continue;
      process.stderr.write(`not run (${one.status}): ${one.fullName}\n`);
    }
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

const counts = process.argv.slice(2).map(countsOf);
const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
process.stdout.write(`${sum('passed')} ${sum('failed')}\n`);
