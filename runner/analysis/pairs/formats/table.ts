/** A table with tabs between its columns, whose first line names them. */
import { both, counted } from '../../../core/format.ts';
import { conditionColumns, type PairFormat, pairError, rowOf } from './format.ts';

const header =
  'Begin the file with a line of the columns, with tabs between them: text, right, wrong, and your conditions';

export const table: PairFormat = {
  is: 'a table with tabs between its columns (.tsv, .tab, .txt)',
  knows: (path) => /\.(tsv|tab|txt)$/i.test(path),
  files: (path) => [path],
  read([text = ''], { source }) {
    const [first = '', ...lines] = text.split('\n');
    const columns = cellsOf(first).map((name) => name.trim());
    if (first.trim() === '') throw pairError(source, 'It has no first line', { fix: header });
    const missing = ['text', 'right', 'wrong'].filter((name) => !columns.includes(name));
    if (missing.length > 0) {
      const shown = columns.slice(0, 8).map((name) => JSON.stringify(name.slice(0, 40)));
      const why = `its columns are ${shown.join(', ')}, and ${both(missing)} ${missing.length > 1 ? 'are' : 'is'} not among them`;
      throw pairError(source, why, { line: 1, fix: header });
    }
    const twice = columns.find((name, place) => columns.indexOf(name) !== place);
    if (twice !== undefined) throw pairError(source, `two columns are named ${JSON.stringify(twice)}`, { line: 1 });
    const rows = lines
      .map((each, index) => ({ line: index + 2, each }))
      .filter(({ each }) => each.trim() !== '')
      .map(({ line, each }, index) => {
        const cells = cellsOf(each);
        if (cells.length > columns.length) {
          throw pairError(
            source,
            `it has ${counted(cells.length, 'column')}, and the first line names ${columns.length}`,
            { line },
          );
        }
        const values = new Map(columns.map((name, place) => [name, cells[place] ?? '']));
        return rowOf({ line, number: index + 1, values }, source);
      });
    return { rows, by: conditionColumns(columns) };
  },
};

/** As it stands between the tabs; in quotation marks, with those inside doubled, as programs that write tables have it, without them. */
const cellsOf = (line: string): string[] =>
  line
    .split('\t')
    .map((cell) => (/^"(?:[^"]|"")*"$/.test(cell) && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell));
