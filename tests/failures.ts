/** What failed, out of the reports of Vitest and Playwright: a name that finds the test again, and why in one line. Pure. */
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Failure {
  name: string;
  /** The first line of its error. */
  error: string;
}

/** What Vitest says of a file. */
export interface VitestFile {
  /** Its path. */
  name: string;
  status: string;
  /** Why it failed before it had a test. */
  message?: string;
  assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[];
}

/** What Playwright says of a file, or of tests that stand together in one. */
export interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { error?: { message?: string } }[] }[];
  }[];
}

/** The first line that says something, without colours. */
export const firstLine = (text: string): string =>
  stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '') ?? 'It says nothing.';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

/**
 * A file that failed without a failed test, as when it cannot be loaded, is one failure.
 * @param root to which paths are told.
 */
export function failuresOfVitest(files: readonly VitestFile[], root: string): Failure[] {
  return files.flatMap(({ name, status, message = '', assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [{ name: file, error: firstLine(message) }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${file}: ${oneLine(fullName)}`,
      error: firstLine(failureMessages?.[0] ?? ''),
    }));
  });
}

/**
 * @param folder of the tests, as it is told.
 * @param status `unexpected`: those that failed each time; `flaky`: those that passed when they were run once more.
 */
export function failuresOfPlaywright(
  suites: readonly PlaywrightSuite[],
  folder: string,
  status: 'unexpected' | 'flaky' = 'unexpected',
): Failure[] {
  return suites.flatMap(({ suites = [], specs }) => [
    ...specs.flatMap(({ title, file, line, tests }) =>
      tests
        .filter((test) => test.status === status)
        .map(({ results }) => ({
          name: `${folder}/${file}:${line}: ${oneLine(title)}`,
          error: firstLine(results.findLast(({ error }) => error !== undefined)?.error?.message ?? ''),
        })),
    ),
    ...failuresOfPlaywright(suites, folder, status),
  ]);
}

/** Each by its name, and why below it. */
export const toldAgain = (failures: readonly Failure[], title = 'Failed'): string =>
  failures.length === 0
    ? ''
    : `\n${title}:\n${failures.map(({ name, error }) => `  ${name}\n    ${error}\n`).join('')}`;
