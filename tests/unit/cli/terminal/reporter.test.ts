import { describe, expect, it } from 'vitest';
import { colouredLines, terminalReporter } from '../../../../runner/cli/terminal/reporter.ts';

function terminal({ interactive = true, columns = 60 } = {}) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const stream = { columns, write: (text: string) => written.push(text) };
  const reporter = terminalReporter({ stream, interactive, now: () => clock.milliseconds });
  /** What a reader sees in the end: a return goes to the line's start, and ESC[2K empties the line. */
  const screen = () =>
    written
      .join('')
      .split('\n')
      .map((line) => line.split('\r\x1b[2K').at(-1) ?? '');
  return { written, clock, reporter, screen };
}

describe('on a terminal', () => {
  it('one line is left for each step, with the time it took, and a mark where it did not complete', () => {
    const { written, clock, reporter, screen } = terminal();
    reporter.finish();
    expect(written).toEqual([]);
    reporter.step('Reading the corpus');
    clock.milliseconds += 1500;
    reporter.step('Training');
    reporter.progress({ done: 1, total: 2, text: 'loss 3.1' });
    clock.milliseconds += 125_000;
    reporter.step('\x1b[31mred');
    reporter.finish({ completed: false });
    expect(screen()).toEqual(['✔ Reading the corpus (1.5 s)', '✔ Training (2 min 5 s)', '✖ ␛[31mred (0 s)', '']);
  });

  it('it is shown how far the work is and how long it will take', () => {
    const { clock, reporter, screen } = terminal({ columns: 100 });
    const goOn = (mayEndEarly?: boolean) => {
      reporter.step('Training');
      for (let done = 0; done <= 25; done++) {
        reporter.progress({ done, total: 100, text: 'loss 3.1', ...(mayEndEarly && { mayEndEarly }) });
        clock.milliseconds += 1000;
      }
    };
    goOn();
    expect(screen().at(-1)).toBe('… █████░░░░░░░░░░░░░░░ 25% loss 3.1, about 1 min 30 s left');
    // The step before has nothing to say of the pace of this one.
    reporter.step('Reading');
    reporter.progress({ done: 1, total: 4, text: 'a token' });
    expect(screen().at(-1)).toBe('… █████░░░░░░░░░░░░░░░ 25% a token');
    goOn(true);
    expect(screen().at(-1)).toMatch(/, at most 1 min 30 s left$/);
  });

  it('no line is wider, and none is drawn more than ten times a second, but always the end', () => {
    const { written, clock, reporter, screen } = terminal({ columns: 40 });
    reporter.step('漢'.repeat(40));
    expect(screen().at(-1)).toBe(`… ${'漢'.repeat(18)}…`);
    const before = written.length;
    for (let done = 1; done <= 100; done++) {
      reporter.progress({ done, total: 100, text: '' });
      clock.milliseconds += 10;
    }
    expect(written.length - before).toBeLessThanOrEqual(11);
    expect(screen().at(-1)).toContain('100%');
  });

  it('lines are kept below all that stays, until it ends', () => {
    const { written, reporter } = terminal({ columns: 20 });
    reporter.show?.((width) => ['two running', `width ${width}`]);
    reporter.note('a note');
    reporter.above(() => written.push('a finding\n'));
    reporter.finish();
    const [shown, wiped] = ['two running\nwidth 19\n', '\r\x1b[2A\x1b[J'];
    expect(written.join('')).toBe(`${shown}${wiped}\r\x1b[2Ka note\n${shown}${wiped}a finding\n${shown}${wiped}`);
  });

  it('notes, findings and texts are written above the live line', () => {
    const { written, reporter, screen } = terminal();
    reporter.step('Testing');
    reporter.above(() => written.push('a finding\n'));
    reporter.note('The loss fell');
    reporter.glance?.({ title: 'so far', tokens: ['a'], values: null, range: null, theme: 'dark' });
    expect(screen()).toEqual(['a finding', 'The loss fell', 'so far', '  a', '… Testing']);
  });
});

it('into a pipe only notes are written, and how far long work is, once a minute', () => {
  const { written, clock, reporter } = terminal({ interactive: false });
  reporter.step('Training');
  for (let done = 0; done <= 41; done++) {
    reporter.progress({ done, total: 100, text: 'epoch 1 of 5' });
    clock.milliseconds += 3000;
  }
  reporter.note('two\nlines');
  reporter.finish();
  expect(written.join('')).toBe(
    '… 20% epoch 1 of 5, about 4 min left\n… 40% epoch 1 of 5, about 3 min left\ntwo\nlines\n',
  );
  expect([reporter.show, reporter.glance]).toEqual([null, undefined]);
});

it.each([
  ['in the colours of its activations', 3, [1, 0, 0, 0, 0, 0], ['\x1b[48;2;239;140;40m', '\x1b[48;2;24;26;30m']],
  ['alone where there are no colours', 0, [1, 0, 0, 0, 0, 0], ['It writes:\n  a b⏎\n  c␛[2J']],
  ['alone where there are no activations', 3, null, ['\x1b[1mIt writes:\x1b[22m\n  a b⏎\n  c␛[2J']],
] as const)('a text is shown %s, with nothing that a terminal would obey', (_, level, values, parts) => {
  const text = { title: 'It writes:', tokens: ['a', ' ', 'b', '\n', 'c', '\x1b[2J'], range: [0, 1] as const };
  const shown = colouredLines({ ...text, theme: 'dark', values }, { width: 40, level }).join('\n');
  for (const part of parts) expect(shown).toContain(part);
  expect(shown).not.toContain('\x1b[2J');
});
