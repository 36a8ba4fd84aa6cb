/**
 * The files of Gulordava et al. 2018 ('Colorless green recurrent networks dream hierarchically') and of their selection of
 * Linzen et al. 2016, line by line beside one another: `.text`, a sentence with spaces between its tokens; `.gold`, the place
 * of the word that is asked for, its right and its wrong form; `.eval`, that place alone.
 */
import { counted } from '../../../core/format.ts';
import {
  type FormatOptions,
  type PairFile,
  type PairFormat,
  type PairRow,
  type PairSource,
  pairError,
} from './format.ts';

const endings = ['text', 'gold', 'eval'] as const;
const lineEnd = '<eos>';

/** What a line of `.gold` says; columns from 0. */
interface Gold {
  index: number;
  right: string;
  wrong: string;
  values: Record<string, string>;
}

export const triples: PairFormat = {
  is: 'the .text, .gold and .eval of colorlessgreenRNNs',
  knows: (path) => endings.some((ending) => path.toLowerCase().endsWith(`.${ending}`)),
  files: (path) => endings.map((ending) => `${path.slice(0, path.lastIndexOf('.'))}.${ending}`),
  read(texts, { source, compare }): PairFile {
    const [sentences = [], golds = [], places = []] = texts.map((text) => text.replace(/\n+$/, '').split('\n'));
    if (sentences.length !== golds.length || golds.length !== places.length) {
      const why = `.text has ${counted(sentences.length, 'line')}, .gold ${golds.length} and .eval ${places.length}`;
      throw pairError(source, why, { fix: 'Give three files that belong together' });
    }
    const empty = sentences.length === 1 && sentences[0]?.trim() === '';
    const rows = empty
      ? []
      : sentences.map((sentence, at) => {
          const gold = goldOf(golds[at] ?? '', at + 1, source);
          if (Number(places[at]) !== gold.index) {
            throw pairError(source, `.gold asks for word ${gold.index} and .eval for word ${places[at]}`, {
              line: at + 1,
            });
          }
          return rowOf({ sentence, gold, line: at + 1 }, { source, compare });
        });
    return { rows, by: [...new Set(rows.flatMap(({ values }) => Object.keys(values)))] };
  },
};

/** The generated sets have the pattern first, `L!NOUN_VERB_VERB!...`; that of Linzen begins with the place and ends with how many attractors there are. */
function goldOf(line: string, number: number, source: PairSource): Gold {
  const cells = line.split('\t');
  const isGenerated = !/^\d+$/.test(cells[0] ?? '');
  const [index = '', right = '', wrong = ''] = isGenerated ? [cells[3], cells[6], cells[7]] : cells;
  if (!/^\d{1,6}$/.test(index) || right === '' || wrong === '') {
    throw pairError(source, '.gold does not say which word is asked for, its right and its wrong form', {
      line: number,
    });
  }
  const values: Record<string, string> = isGenerated
    ? { pattern: (cells[0] ?? '').split('!').slice(0, 2).join(' '), kind: cells[2] === '0' ? 'original' : 'generated' }
    : { attractors: cells[3] ?? '' };
  return { index: Number(index), right, wrong, values };
}

function rowOf(
  { sentence, gold, line }: { sentence: string; gold: Gold; line: number },
  { source, compare }: FormatOptions,
): PairRow {
  const words = sentence.split(' ').filter((word) => word !== '');
  if (words[gold.index] === undefined || words[gold.index] === lineEnd) {
    throw pairError(source, `the sentence has no word ${gold.index}`, { line });
  }
  const about = { line, id: String(line), twin: null, at: null, values: gold.values };
  if (compare === 'word') {
    const text = words.slice(0, gold.index).join(' ');
    return { ...about, text, right: gold.right, wrong: gold.wrong, whole: false };
  }
  const spoken = words.filter((word) => word !== lineEnd);
  const [right = '', wrong = ''] = [gold.right, gold.wrong].map((word) => spoken.with(gold.index, word).join(' '));
  return { ...about, text: '', right, wrong, whole: true };
}
