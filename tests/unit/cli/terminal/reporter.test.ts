import { describe, expect, it } from 'vitest';
import { terminalReporter } from '../../../../runner/cli/terminal/reporter.ts';

function terminal({ interactive = true, columns = 60 } = {}) {
  const written: string[] = [];
  const clock = { milliseconds: 0 };
  const stream = { columns, write: (text: string) => written.push(text) };
  return { written, clock, reporter: terminalReporter({ stream, interactive, now: () => clock.milliseconds }) };
}

/** What a reader sees in the end: a return goes to the line's start, and ESC[2K empties the line. */
function screen(written: readonly string[]): string[] {
  return written
    .join('')
    .split('\n')
    .map((line) => line.split('\r\x1b[2K').at(-1) ?? '');
}

describe('terminalReporter', () => {
  it('leaves one line for each step, with the time it took', () => {
    const { written, clock, reporter } = terminal();
    reporter.step('Reading the corpus');
    clock.milliseconds += 1500;
    reporter.step('Training');
    reporter.progress({ done: 1, total: 2, text: 'loss 3.1' });
    clock.milliseconds += 125_000;
    reporter.finish();
    expect(screen(written)).toEqual(['✔ Reading the corpus (1.5 s)', '✔ Training (2 min 5 s)', '']);
  });

  it('shows how far it is and how long it will take', () => {
    const { written, clock, reporter } = terminal({ columns: 100 });
    const goOn = (mayEndEarly?: boolean) => {
      reporter.step('Training');
      for (let done = 0; done <= 25; done++) {
        reporter.progress({ done, total: 100, text: 'loss 3.1', ...(mayEndEarly && { mayEndEarly }) });
        clock.milliseconds += 1000;
      }
    };
    goOn();
    expect(screen(written).at(-1)).toBe('… █████░░░░░░░░░░░░░░░ 25% loss 3.1, about 1 min 30 s left');
    // The step before has nothing to say of the pace of this one.
    reporter.step('Reading');
    reporter.progress({ done: 1, total: 4, text: 'a token' });
    expect(screen(written).at(-1)).toBe('… █████░░░░░░░░░░░░░░░ 25% a token');
    goOn(true);
    expect(screen(written).at(-1)).toMatch(/, at most 1 min 30 s left$/);
  });

  it('never exceeds the width of the terminal', () => {
    const { written, reporter } = terminal({ columns: 40 });
    reporter.step('漢'.repeat(40));
    expect(screen(written).at(-1)).toBe(`… ${'漢'.repeat(18)}…`);
  });

  it('keeps lines below all that stays, until it ends; a pipe has none', () => {
    const { written, reporter } = terminal({ columns: 20 });
    reporter.show?.((width) => ['two running', `width ${width}`]);
    reporter.note('a note');
    reporter.above(() => written.push('a finding\n'));
    reporter.finish();
    const [shown, wiped] = ['two running\nwidth 19\n', '\r\x1b[2A\x1b[J'];
    expect(written.join('')).toBe(`${shown}${wiped}\r\x1b[2Ka note\n${shown}${wiped}a finding\n${shown}${wiped}`);
    expect(terminal({ interactive: false }).reporter.show).toBeNull();
  });

  it('draws at most ten times a second, but always the end', () => {
    const { written, clock, reporter } = terminal();
    reporter.step('Training');
    const before = written.length;
    for (let done = 1; done <= 100; done++) {
      reporter.progress({ done, total: 100, text: '' });
      clock.milliseconds += 10;
    }
    expect(written.length - before).toBeLessThanOrEqual(11);
    expect(screen(written).at(-1)).toContain('100%');
  });

  it('lets a finding be written above the live line; a text in passing stands on a terminal alone', () => {
    const passing = {
      title: 'so far',
      tokens: ['a'],
      values: null,
      range: null,
      theme: 'dark',
    } as const;
    for (const interactive of [true, false]) {
      const { written, reporter } = terminal({ interactive });
      reporter.step('Testing');
      reporter.above(() => written.push('a finding\n'));
      reporter.glance?.(passing);
      expect(screen(written)).toEqual(interactive ? ['a finding', 'so far', '  a', '… Testing'] : ['a finding', '']);
    }
  });

  it('puts notes above the live line and draws that again', () => {
    const { written, reporter } = terminal();
    reporter.step('Training');
    reporter.note('The loss fell');
    expect(screen(written)).toEqual(['The loss fell', '… Training']);
  });

  it('marks a step that did not complete', () => {
    const { written, reporter } = terminal();
    reporter.step('Training');
    reporter.finish({ completed: false });
    expect(screen(written)).toEqual(['✖ Training (0 s)', '']);
  });

  it('lets no escape sequence of a title through', () => {
    const { written, reporter } = terminal();
    reporter.step('\x1b[31mred');
    expect(screen(written).at(-1)).toBe('… ␛[31mred');
  });

  it('is silent in a pipe, but for notes', () => {
    const { written, reporter } = terminal({ interactive: false });
    reporter.step('Training');
    reporter.progress({ done: 1, total: 1, text: '' });
    reporter.note('two\nlines');
    reporter.finish();
    expect(written.join('')).toBe('two\nlines\n');
  });

  it('into a pipe tells how far long work is once a minute', () => {
    const { written, clock, reporter } = terminal({ interactive: false });
    for (let done = 0; done <= 41; done++) {
      reporter.progress({ done, total: 100, text: 'epoch 1 of 5' });
      clock.milliseconds += 3000;
    }
    expect(written.join('')).toBe('… 20% epoch 1 of 5, about 4 min left\n… 40% epoch 1 of 5, about 3 min left\n');
  });

  it('has nothing to clear when nothing was drawn', () => {
    const { written, reporter } = terminal();
    reporter.finish();
    expect(written).toEqual([]);
  });
});
