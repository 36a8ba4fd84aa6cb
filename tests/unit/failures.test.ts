import { expect, test } from 'vitest';
import { failuresOfPlaywright, failuresOfVitest, toldAgain } from '../failures.ts';

/** As Vitest 5.1 wrote it, but for what is not read. */
const vitest = [
  {
    name: '/home/me/atlas/tests/unit/a.test.ts',
    status: 'failed',
    message: '',
    assertionResults: [
      { fullName: 'a neuron passes', status: 'passed', failureMessages: [] },
      {
        fullName: 'a neuron is found',
        status: 'failed',
        failureMessages: [
          'AssertionError: expected { neuron: 44 } to deeply equal { neuron: 45 }\n    at /home/me/atlas/tests/unit/a.test.ts:4:49',
        ],
      },
      {
        fullName: 'a neuron is told\nof',
        status: 'failed',
        failureMessages: ['\n\u001b[31mError: No network.\u001b[39m\nBring one along.\n    at x'],
      },
      { fullName: 'a neuron waits', status: 'pending', failureMessages: [] },
    ],
  },
  {
    name: '/home/me/atlas/tests/cli/b.test.ts',
    status: 'failed',
    message: "Cannot find module './not-there.ts' imported from /home/me/atlas/tests/cli/b.test.ts",
    assertionResults: [],
  },
  {
    name: '/home/me/atlas/tests/cli/c.test.ts',
    status: 'passed',
    message: '',
    assertionResults: [{ fullName: 'is whole', status: 'passed', failureMessages: [] }],
  },
];

/** As Playwright 1.65 wrote it, but for what is not read. */
const playwright = [
  {
    title: 'a.spec.ts',
    specs: [
      {
        title: 'comes late once',
        file: 'a.spec.ts',
        line: 2,
        tests: [{ status: 'flaky', results: [{ error: { message: 'Error: late' } }, {}] }],
      },
      { title: 'passes', file: 'a.spec.ts', line: 2, tests: [{ status: 'expected', results: [{}] }] },
      {
        title: 'never ends',
        file: 'a.spec.ts',
        line: 4,
        tests: [
          {
            status: 'unexpected',
            results: [{ error: { message: '\u001b[31mTest timeout of 300ms exceeded.\u001b[39m' } }],
          },
        ],
      },
    ],
    suites: [
      {
        title: 'a page',
        specs: [
          {
            title: 'is wide',
            file: 'a.spec.ts',
            line: 3,
            tests: [
              {
                status: 'unexpected',
                results: [
                  { error: { message: 'Error: \u001b[2mexpect(\u001b[22mreceived) failed\n\nExpected: < 360' } },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
];

test('every failed test of Vitest is named with the first line of its error, and a file that could not be loaded', () => {
  expect(failuresOfVitest(vitest, '/home/me/atlas')).toEqual([
    {
      name: 'tests/unit/a.test.ts: a neuron is found',
      error: 'AssertionError: expected { neuron: 44 } to deeply equal { neuron: 45 }',
    },
    { name: 'tests/unit/a.test.ts: a neuron is told of', error: 'Error: No network.' },
    {
      name: 'tests/cli/b.test.ts',
      error: "Cannot find module './not-there.ts' imported from /home/me/atlas/tests/cli/b.test.ts",
    },
  ]);
});

test('every failed test of Playwright is named with its line, those that stand together too', () => {
  expect(failuresOfPlaywright(playwright, 'tests/browser')).toEqual([
    { name: 'tests/browser/a.spec.ts:4: never ends', error: 'Test timeout of 300ms exceeded.' },
    { name: 'tests/browser/a.spec.ts:3: is wide', error: 'Error: expect(received) failed' },
  ]);
});

test('those that passed when they were run once more are named apart, with why they failed at first', () => {
  expect(failuresOfPlaywright(playwright, 'tests/browser', 'flaky')).toEqual([
    { name: 'tests/browser/a.spec.ts:2: comes late once', error: 'Error: late' },
  ]);
  expect(toldAgain([{ name: 'a', error: 'b' }], 'Once more')).toBe('\nOnce more:\n  a\n    b\n');
});

test('failures stand below one another, and where there are none nothing does', () => {
  expect(toldAgain([])).toBe('');
  expect(toldAgain(failuresOfPlaywright(playwright, 'tests/browser').slice(0, 1))).toBe(
    '\nFailed:\n  tests/browser/a.spec.ts:4: never ends\n    Test timeout of 300ms exceeded.\n',
  );
});
