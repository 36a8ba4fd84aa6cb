/** Small texts drawn by lot, with files of labels and pairs about them. */
import { item } from '../../runner/core/at.ts';
import type { Random } from '../../runner/core/random.ts';
import { tokenize } from '../../runner/text/tokens.ts';
import type { WorkFolder } from '../cli/command.ts';

/** What is drawn by lot. */
export interface Lots {
  chance(probability: number): boolean;
  one<T>(of: readonly T[]): T;
  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number;
}

export function lotsOf(draw: Random): Lots {
  const chance = (probability: number) => draw.uniform() < probability;
  return {
    chance,
    one: (of) => item(of, draw.below(of.length)),
    whole: (least, most) => least + draw.below(most - least + 1),
  };
}

const nouns = ['cat', 'dog', 'bird', 'tree', 'king', 'keys', 'cats', 'Anna', 'house', 'naïve', '猫', 'isn’t'];
const verbs = ['is', 'are', 'was', 'saw', 'had', 'ran', 'said'];

function sentence({ one, whole, chance }: Lots): string {
  const clause = () => `the ${one(nouns)} ${one(verbs)} ${one(['the', 'a', 'no', 'every'])} ${one(nouns)}`;
  const said = [
    `“${clause()},” it said`,
    `"${clause()}!" he said`,
    `${clause()} (${clause()})`,
    `aab ((${clause()}) b)`,
  ];
  return `${' '.repeat(chance(0.1) ? whole(1, 4) : 0)}${chance(0.4) ? one(said) : clause()}${chance(0.3) ? `, and ${clause()}` : ''}${one(['.', '?', '!', '; 12.'])}`;
}

const textOf = (lots: Lots, lines: number): string =>
  `${Array.from({ length: lines }, (_, line) => `${sentence(lots)}${line % 6 === 5 ? '\n' : ''}`).join('\n')}\n`;

const programOf = (lots: Lots): string =>
  `// ${sentence(lots)}\nfunction f${lots.whole(0, 9)}(a) {\n  if (a) { return '${lots.one(nouns)}'; }\n  return a + ${lots.whole(1, 99)};\n}\n`;

const linesOf = (objects: readonly object[]): string => objects.map((each) => JSON.stringify(each)).join('\n');

/** The files that manifests name. */
export function writeTexts(folder: WorkFolder, lots: Lots): void {
  folder.write('prose.txt', textOf(lots, 260));
  folder.write('other.txt', textOf(lots, 60));
  folder.write('tiny.txt', textOf(lots, 3));
  folder.write('words.txt', textOf(lots, 200).replace(/[^\s\p{L}]/gu, ' $& '));
  for (let talk = 0; talk < 60; talk++) folder.write(`talks/${talk}.txt`, textOf(lots, lots.whole(4, 14)));
  for (let file = 0; file < 6; file++) {
    folder.write(`program/${file}.js`, Array.from({ length: 30 }, () => programOf(lots)).join('\n'));
  }
  folder.write('rows.jsonl', linesOf(Array.from({ length: 70 }, () => ({ text: textOf(lots, lots.whole(4, 12)) }))));
  folder.write('list.txt', 'cat\ndog\nthe\n');
  const places = Array.from({ length: 6 }, (_, document) => document);
  const spans = places.flatMap((document) =>
    Array.from({ length: 25 }, (_, at) => {
      return { document, start: 9 * at, end: 9 * at + lots.whole(1, 6), label: lots.one(['a', 'b']) };
    }),
  );
  folder.write('spans.jsonl', linesOf(spans.map((span) => (lots.chance(0.5) ? span : { ...span, unit: 'token' }))));
  const talks = Array.from({ length: 60 }, (_, talk) => folder.read(`talks/${talk}.txt`));
  const spanAt = (start: number) => ({ start, end: start + 3, label: lots.one(['a', 'b']) });
  const marked = talks.map((text) => ({
    text,
    spans: Array.from(text.matchAll(/\b[cd]\w+/g), ({ index }) => spanAt(index)),
  }));
  folder.write('talks.jsonl', linesOf(marked.reverse()));
  const numbered = talks.map((text) => ({ text, numbers: tokenize(text, 'word').map(() => lots.whole(0, 9)) }));
  folder.write('numbers.jsonl', linesOf(numbered));
  const kinds = talks.map((text, document) => {
    const label = lots.one(['x', 'y']);
    return document % 2 === 0 ? { text, label } : { document, label };
  });
  folder.write('kinds.jsonl', linesOf(kinds));
  folder.write('years.jsonl', linesOf(places.map((document) => ({ document, label: 1900 + lots.whole(0, 90) }))));
  const endings = [
    ['is', 'are'],
    ['was', 'saw'],
    ['the cat', 'no dog'],
  ] as const;
  const pair = (at: number) => {
    const [right, wrong] = lots.one(endings);
    const twin = lots.chance(0.9) ? `${at ^ 1}` : undefined;
    const text = `the ${lots.one(nouns)} `;
    return { id: `${at}`, text, right, wrong, number: at % 2, kind: lots.one(['p', 'q']), twin };
  };
  const pairs = Array.from({ length: 48 }, (_, at) => pair(at));
  folder.write('pairs.jsonl', linesOf(pairs));
  const few = pairs.slice(0, 3).map(({ text, right, wrong }) => `${text}\t${right}\t${wrong}\n`);
  folder.write('few.tsv', `text\tright\twrong\n${few.join('')}`);
}
