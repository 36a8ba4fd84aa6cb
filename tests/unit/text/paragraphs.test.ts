import { describe, expect, it } from 'vitest';
import { readCorpus } from '../../../runner/text/corpus.ts';
import { joinParagraphs, wrappedAt } from '../../../runner/text/paragraphs.ts';
import type { CorpusSettings } from '../../../runner/text/settings.ts';
import { readSources } from '../../../runner/text/sources/index.ts';
import { observedText } from '../../../runner/text/text.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** As fmt -w does: as many words on a line as fit. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length === 0 || line.length > width) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines.join('\n');
}

const paragraphs = [
  'The miller had three sons, and when he died he left them nothing but his mill, a donkey and an old grey cat. The eldest took the mill, the second took the donkey, and so the youngest had to be content with the cat, which he thought a poor gift.',
  '"What am I to do with you?" said he. "When I have eaten you, and made a pair of gloves out of your fur, I shall have nothing left, and then I must go begging from one house to the next, as the blind man did who came last winter through the snow."',
  'The cat, who had understood every word of it, looked at him gravely and asked for a pair of boots and a sack. The young man laughed, but since he had seen it catch rats in ways that nobody would have believed, he thought that it could do no harm to try.',
  'On the next morning it went off to the wood, where there were many rabbits, put bran and thistles into the sack, lay down beside it as if it were dead, and waited until some young creature that knew little of the world should come to see what was in there.',
  'Yes.',
  'It had hardly lain down when it had what it wanted: a rabbit ran into the sack. The cat pulled the strings at once, killed it without pity, and went, very proud of its catch, to the palace, where it asked to be led before the king, who was at dinner.',
];
const german =
  'Es war einmal ein Müller, der hatte drei Söhne, eine Mühle, einen Esel und einen Kater; die Söhne mussten mahlen, der Esel Getreide holen und Mehl forttragen, und die Katze musste die Mäuse wegfangen. Als der Müller starb, teilten sich die Söhne die Erbschaft, und der jüngste bekam den Kater, weil nichts anderes mehr für ihn übrig war.';
/** As long as each other, and half of them go on without a mark. */
const verse = `The river bears no ship upon its slow grey back
And even water, where the oldest willows lean,
Forgets the lantern and the barge, the towing track
That was not there this year, and may have never been;
The miller sleeps at noon, his heavy wheel is still
And nobody remembers whose the lantern was,
So long it hung above the broken window sill
For somebody who went, and lost his way because.`;
const script = `ANNA. Did you lock the door behind you?
PETER. I thought that you had locked it, as you always do.
ANNA. Then somebody has been in here.
PETER. [Looking round] Nothing is missing, as far as I can see.
ANNA. Look again. The lamp stood on the other side of the table.`;
const code = `export function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) {
    if (value > 0) sum += value * weightOf(value, settings);
  }
  return sum / Math.max(1, values.length);
}`;
const times = (count: number, block: string) => `${Array.from({ length: count }, () => block).join('\n\n')}\n`;

it.each([60, 72, 95])('text whose lines are wrapped is told at a width of %i', (width) => {
  const found = wrappedAt(times(3, paragraphs.map((paragraph) => wrap(paragraph, width)).join('\n\n')));
  expect(found).toBeGreaterThan(width - 8);
  expect(found).toBeLessThanOrEqual(width);
  // Nouns may begin with a capital letter.
  expect(wrappedAt(times(6, wrap(german, 66)))).not.toBeNull();
});

it.each([
  ['paragraphs on one line', times(8, paragraphs.join('\n\n'))],
  ['paragraphs on one line, without blank lines', times(8, paragraphs.join('\n'))],
  ['verse', times(6, verse)],
  ['verse in lower case', times(6, verse.toLowerCase().replaceAll(/(?<!,|;)\n/g, ',\n'))],
  ['a dialogue script', times(10, script)],
  ['code', times(10, code)],
  ['a list of words', times(10, paragraphs[0]?.split(' ').join('\n') ?? '')],
  ['lines without an end of a paragraph', wrap(times(6, paragraphs.join(' ')).replaceAll('\n', ' '), 70)],
  ['a short text', `${paragraphs.slice(0, 1).map((paragraph) => wrap(paragraph, 70))}\n`],
  ['nothing', ''],
])('text whose lines are wrapped is not: %s', (_, text) => {
  expect(wrappedAt(text)).toBeNull();
});

it.each([
  ['\n\nI\n\n  It was\na\tdark   night.\n \t\n\nThe end.', 'I\nIt was a dark night.\nThe end.\n'],
  [' \n\n', ''],
])('joined lines are one for each paragraph, with single spaces: %j', (text, joined) => {
  expect(joinParagraphs(text)).toBe(joined);
});

describe('corpus.lines', () => {
  const folder = temporaryFolder();
  const place = { cwd: folder.path };
  const shares = { minimumCount: 1, proportion: 1, heldOut: 0.2, validation: 0.1 };
  const settings: CorpusSettings = { source: ['wrapped.txt'], unit: 'word', ...shares };
  const whole = `${Array.from({ length: 20 }, () => paragraphs.join('\n')).join('\n')}\n`;
  folder.write('wrapped.txt', times(20, paragraphs.map((paragraph) => wrap(paragraph, 70)).join('\n\n')));
  for (const name of ['a', 'b'])
    folder.write(`folder/${name}.txt`, `${name}\n${times(3, wrap(paragraphs[0] ?? '', 70))}`);
  const textOf = ({ documents }: Awaited<ReturnType<typeof readCorpus>>) => documents.map(({ text }) => text).join('');

  it('joins the paragraphs of a text that is cut, of whole documents, and of pieces, which end anywhere', async () => {
    expect(textOf(await readCorpus({ ...settings, lines: 'joined' }, place))).toBe(whole);
    const documents = await readCorpus({ ...settings, source: ['folder'], lines: 'joined' }, place);
    const joined = ['a', 'b'].map((name) => `${name} ${`${paragraphs[0]}\n`.repeat(3)}`);
    expect(documents.documents.map(({ text }) => text)).toEqual(joined);
    folder.write('long.txt', times(5000, wrap(paragraphs[0] ?? '', 70)));
    const [long] = await readSources(['long.txt'], { ...place, lines: 'joined' });
    expect(long?.text === `${paragraphs[0]}\n`.repeat(5000)).toBe(true);
  });

  it('leaves a text with a name as it is', async () => {
    const [alice] = await readSources(['alice'], { cwd: '.' });
    expect((await readSources(['alice'], { cwd: '.', lines: 'joined' }))[0]?.text).toBe(alice?.text);
  });

  it('joins the text that is observed', async () => {
    const corpus = await readCorpus({ ...settings, source: ['alice'], lines: 'joined' }, place);
    const observe = { source: 'wrapped.txt', documents: 128, tokens: 65536, segment: 'none' as const, warmUp: 0 };
    expect((await observedText(observe, { corpus, cwd: folder.path })).tokens.join('')).toBe(whole);
  });
});
