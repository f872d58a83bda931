import path from 'node:path';
import { root } from './project.mjs';

// What the runners' reports come to. A report that says nothing ran is a failure: green must mean that something was tested.

/** One check that is not a test runner. */
export function countCheck(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A test file that could not even be loaded has no failed case in Jest's numbers. */
export function countJest(ok, report) {
  if (report === undefined) return countCheck(false);
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return atLeastOne(ok, { passed, failed, skipped: report.numPendingTests + report.numTodoTests });
}

/** A flaky test is a failed one that was asked again. */
export function countPlaywright(ok, report) {
  if (report === undefined) return countCheck(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastOne(ok, { passed: expected, failed: unexpected + flaky, skipped });
}

/** @returns {string[]} a line for each test that failed, and for each file that did not load */
export function failedInJest({ testResults }) {
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    const broken = status === 'failed' && failed.length === 0 ? ['did not load, or ended badly'] : [];
    return [...failed, ...broken].map((what) => `${path.relative(root, name)}: ${what}`);
  });
}

/** @returns {string[]} a line for each journey that failed, or passed only when asked again */
export function failedInPlaywright({ suites }) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  return suites
    .flatMap(specs)
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
    .map(({ file, line, title }) => `${file}:${String(line)}: ${title}`);
}

function atLeastOne(ok, counts) {
  const somethingWrong = !ok || counts.passed + counts.failed === 0;
  return somethingWrong && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

export function addUp(all) {
  const sum = (name) => all.reduce((total, counts) => total + counts[name], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** The closing line, in the form that CI reads. */
export function closingLine({ passed, failed, skipped }) {
  const line = `sos: ${String(passed)} passed, ${String(failed)} failed`;
  return skipped > 0 ? `${line}, ${String(skipped)} skipped` : line;
}
