/** JSON lines: one object a pair; or a file of BLiMP (Warstadt et al. 2020), whose lines hold two whole sentences. */
import {
  conditionColumns,
  type NamedValues,
  type PairFormat,
  type PairRow,
  type PairSource,
  pairError,
  rowOf,
} from './format.ts';

const blimp = { right: 'sentence_good', wrong: 'sentence_bad', by: 'UID' } as const;

export const jsonLines: PairFormat = {
  is: 'JSON lines (.jsonl, those of BLiMP too)',
  knows: (path) => /\.(jsonl|ndjson)$/i.test(path),
  files: (path) => [path],
  read([text = ''], { source }) {
    const all = text
      .split('\n')
      .map((each, index) => ({ line: index + 1, each }))
      .filter(({ each }) => each.trim() !== '')
      .map(({ line, each }, index): NamedValues => ({ line, number: index + 1, values: valuesOf(each, line, source) }));
    const isBlimp = all[0]?.values.has(blimp.right) === true;
    const columns = [...new Set(all.flatMap(({ values }) => [...values.keys()]))];
    return {
      rows: all.map((each) => (isBlimp ? sentencesOf(each, source) : rowOf(each, source))),
      by: isBlimp ? columns.filter((name) => name === blimp.by) : conditionColumns(columns),
    };
  },
};

function valuesOf(json: string, line: number, source: PairSource): Map<string, string> {
  const wrong = (why: string) => pairError(source, why, { line, fix: 'Write one JSON object a line' });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw wrong(`it is not JSON (${(error as Error).message})`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('it is no object');
  return new Map(
    Object.entries(value)
      .filter(([, each]) => each !== null)
      .map(([key, each]): [string, string] => {
        if (!['string', 'number', 'boolean'].includes(typeof each)) {
          throw pairError(source, `"${key}" is neither text nor a number`, { line });
        }
        // Lone surrogates, which \ud800 may write, are no characters.
        return [key, String(each).toWellFormed()];
      }),
  );
}

function sentencesOf({ line, number, values }: NamedValues, source: PairSource): PairRow {
  const [right = '', wrong = ''] = [values.get(blimp.right), values.get(blimp.wrong)];
  const missing = right === '' ? blimp.right : wrong === '' ? blimp.wrong : null;
  if (missing !== null) throw pairError(source, `it has no "${missing}"`, { line });
  const rest = [...values].filter(([name]) => name !== blimp.right && name !== blimp.wrong);
  return {
    line,
    id: String(number),
    text: '',
    right,
    wrong,
    whole: true,
    twin: null,
    at: null,
    values: Object.fromEntries(rest),
  };
}
