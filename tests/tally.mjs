// Adds up the reports of all test projects and prints the one line a run ends with.
//   node tests/tally.mjs <folder of CTRF reports> <exit code of dotnet test> <test project>...
// A project without a report, one that ran no test, an error outside a test, or an exit code nobody accounts for counts as a failure.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder, exitCode, ...projects] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
const seen = new Map();
const fail = (message) => {
  console.log(message);
  sum.failed++;
};

const reports = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ctrf')) : [];
const read = (name) => {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')).results;
  } catch (error) {
    fail(`${name} cannot be read, its runner must have died: ${error.message}`);
    return undefined;
  }
};

for (const results of reports.map(read).filter(Boolean)) {
  const { tests, passed, failed, skipped } = results.summary;
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
  if (passed + failed + skipped !== tests) {
    fail(`A report tells of ${tests} tests, but not what became of all of them.`);
  }

  for (const test of results.tests.filter(({ status }) => status === 'failed')) {
    console.log(`failed: ${test.name}`);
  }

  for (const suite of results.extra?.suites ?? []) {
    const project = basename(suite.filePath, '.dll');
    seen.set(project, (seen.get(project) ?? 0) + tests);
    for (const error of suite.errors ?? []) {
      fail(`${project}: an error outside a test: ${error.message ?? JSON.stringify(error)}`);
    }
  }
}

for (const project of projects.map((path) => basename(path, '.csproj'))) {
  if (!seen.get(project)) {
    fail(`${project} ${seen.has(project) ? 'ran no test' : 'left no report: it crashed or was not run'}.`);
  }
}

if (projects.length === 0) {
  fail('There is no test project.');
}

if (exitCode !== '0' && sum.failed === 0) {
  fail(`dotnet test ended with ${exitCode}, and no report says why.`);
}

console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exit(sum.failed === 0 ? 0 : 1);
