/** The tables of the documentation that are made from files, and the form that brings what is in one of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markdownTable, withTable } from '../../../docs/tables/markdown.ts';
import { tablePages } from '../../../docs/tables/pages.ts';
import { speedTable } from '../../../docs/tables/speed.ts';

it.each(tablePages('docs/tables'))(
  '$page holds what its file says (else: node docs/tables/make.ts)',
  ({ page, text }) => {
    expect(readFileSync(join('docs', page), 'utf8')).toBe(text);
    expect(text).not.toContain('Not measured yet.');
  },
);

describe('a table', () => {
  it('has a row for each, and a bar in a cell is none between two', () => {
    expect(markdownTable(['a', 'b'], [['1', '2|3']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2\\|3 |');
  });

  it('takes its place in a page, and only there', () => {
    const page = 'Before\n<!-- table: a -->\nold\n<!-- end of the table -->\nAfter $& <!-- table: b -->\n';
    expect(withTable(page, 'a', '| $1 |')).toBe(page.replace('old\n', () => '\n| $1 |\n\n'));
    expect(() => withTable(page, 'b', '')).toThrow('no place for the table "b"');
  });
});

describe('a table of speed', () => {
  const row = (name: string, ratio: number | null) => ({
    case: name,
    tokensPerSecond: 1234.5,
    ratio,
    pytorch: ratio === null ? null : { tokensPerSecond: 99.96 },
  });
  const measured = (load: number) => ({
    command: 'npm run bench sampling',
    date: '2026-01-02',
    machine: { processor: 'Two', cores: 2, gigabytes: 24.6, system: 'linux', load },
  });
  const products = {
    ours: { library: 'ONNX Runtime 1', gflops: 190.4 },
    pytorch: { library: 'PyTorch 2, OpenBLAS Zen', gflops: 400 },
  };
  const sampling = (rows: ReturnType<typeof row>[], load = 0.1) =>
    speedTable('sampling', { sampling: { ...measured(load), rows, products } });

  it('has the rows, what is slower, the command, the machine and both libraries', () => {
    expect(sampling([row('a', 1.5), row('b', 0.94)])).toMatchSnapshot();
    expect(sampling([row('a', 1.5)])).toContain('PyTorch is quicker at none of them.');
  });

  it('says when PyTorch was not there, when the machine was busy, and when nothing was measured', () => {
    const alone = sampling([row('a', null)]);
    expect(alone).toContain('| a | 1235 | not measured | not measured |');
    expect(alone).not.toContain('quicker');
    const busy = sampling([row('a', 0.5)], 3);
    expect(busy).toContain('| case |\n| --- |\n| a |\n');
    expect(busy).toContain('other programs kept 3.00 cores busy: what goes by the clock is left out.');
    expect(busy).not.toMatch(/quicker|GFLOP/);
    expect(speedTable('evidence', {})).toBe('Not measured yet.');
    expect(() => speedTable('flight', {})).toThrow('no subject "flight"');
  });

  it('says where the median step and the median ratio disagree on one core', () => {
    const core = (name: string, pytorchMs: number) => ({
      ...row(name, 1.1),
      oneCore: { processorMs: 780, pytorchMs, ratio: 1.04 },
    });
    const trained = (of: object[]) => speedTable('training', { training: { ...measured(0.1), rows: of as never } });
    const said = 'PyTorch is quicker at none of them. On one core `b` is undecided: its median ratio is 1.04, but ';
    expect(trained([core('a', 811), core('b', 690)])).toContain(
      `${said}its median step takes 780 ms, and PyTorch’s 690 ms.`,
    );
    expect(trained([core('a', 811)])).not.toContain('undecided');
  });

  it('has what one core takes of a busy machine too', () => {
    const core = (name: string, ratio: number) => ({
      ...row(name, 0.5),
      oneCore: { processorMs: 100, pytorchMs: 100 * ratio, ratio },
    });
    const trained = speedTable('training', { training: { ...measured(3), rows: [core('a', 1.3), core('b', 0.98)] } });
    expect(trained).toContain('| a | 100 | 130 | 1.30 | not measured |');
    expect(trained).toContain('PyTorch is quicker on one core at `b` (0.980).');
  });
});
