import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import type { Change } from '../../../../runner/experiment/results/change-schema.ts';
import {
  endedOf,
  heldAt,
  onlySentence,
  orderOf,
  partsOf,
  sidesOf,
  storiesOf,
  togetherIn,
  unchangedIn,
} from '../../../../site/words/change.ts';

const tokens = ['I', ' ', 'said', '"', '\n', 'you'];
const usual = { inside: -0.6, outside: 0.5 };
const words = { inside: 'speech', outside: 'none', ends: 'end it', marked: '' };
const run = (value: number | null, ends: number[], rows = ends.map((_, row) => [row])) => ({ value, rows, ends });
const sentence = (runs: ReturnType<typeof run>[]) => ({ tokens: ['"', 'Oh', ', '], states: [], lead: 1, runs });
const file = (...sentences: ReturnType<typeof sentence>[]) => ({ tokens, usual, lean: [], sentences }) as never;

test('the parts of a row are its tokens, one of which ends the state', () => {
  const parts = partsOf({ tokens }, run(null, [1], [[5, 3, 4]]), 0);
  expect(parts.map(({ text }) => text)).toEqual(['you', '"', ' ↵ ']);
  expect(parts.map(({ end }) => end)).toEqual([false, true, false]);
});

describe('what is counted of a sentence', () => {
  it.each([
    ['where clamping decides it', run(null, [-1, 0, 0, 0]), run(1, [-1, -1, -1, 0]), [3, 1], [3, 1, 2, 0], false],
    ['where rows only read otherwise', run(null, [0, 0]), run(1, [0, 0], [[1], [5]]), [2, 2], [0, 1], true],
    ['where as many other rows end it', run(null, [-1, 0]), run(1, [0, -1]), [1, 1], [0, 1], false],
  ] as const)('is how many rows end the state: %s', (_, alone, held, counted, order, nothing) => {
    const runs = [alone, held];
    expect(runs.map(endedOf)).toEqual(counted);
    expect(orderOf(runs)).toEqual(order);
    const said = `Clamping changes nothing here: the same ${counted[0]} of ${alone.ends.length} end it at every value.`;
    expect(unchangedIn(runs, words)).toBe(nothing ? said : '');
  });
});

describe('all sentences of a file together', () => {
  /** Behind white space a mark opens another quotation, unless the text ends there; counted in the tokens, not read from `ends`. */
  function closedIn(change: Change, run: number): number {
    const rows = change.sentences.flatMap(({ runs }) => runs[run]?.rows ?? []);
    const texts = rows.map((row) => row.map((place) => change.tokens[place] ?? ''));
    return texts.filter((row) =>
      row.some((token, t) => token === '\n' || (token === '"' && (row[t - 1]?.trim() !== '' || t === row.length - 1))),
    ).length;
  }
  const published = async (id: string) =>
    JSON.parse(
      await readFile(new URL(`../../../../public/results/${id}/change.json`, import.meta.url), 'utf8'),
    ) as Change;

  it.each(['quotes', 'quotes-cell', 'lstm-context'])('%s: left alone, and clamped at one end', async (id) => {
    const change = await published(id);
    const last = (change.sentences[0]?.runs.length ?? 0) - 1;
    expect(togetherIn(change, words)).toBe(
      'The first sentence shows the largest effect of 12 (ratio of the counts at the two ends). ' +
        `All 12 together: ${closedIn(change, 0)} → ${closedIn(change, last)} of 480 (left alone → clamped at ‘none’).`,
    );
  });

  it('says where clamping changes nothing in any of them', async () => {
    expect(togetherIn(await published('quoted'), words)).toBe(
      'All 12 sentences together: 480 of 480 at every value. Clamping changes nothing.',
    );
  });

  it('says nothing of one sentence', () => {
    expect(togetherIn(file(sentence([run(null, [0]), run(1, [-1])])), words)).toBe('');
  });
});

test('the side stands at the end of the scale where the neuron is there', () => {
  expect(sidesOf({ usual }, words)).toEqual(['speech', 'none']);
  expect(sidesOf({ usual: { inside: 1, outside: -1 } }, words)).toEqual(['none', 'speech']);
});

test('a value has its sign', () => {
  expect([-0.8, 0, 0.6000000001].map(heldAt)).toEqual(['−0.8', '0', '+0.6']);
});

test('the picture of a page tells both stories of its first sentence', () => {
  const rows = [[0], [5]];
  const runs = [run(null, [0, 0], rows), run(-1, [0, 0], rows), run(1, [-1, 0], [[2], [2]])];
  expect(storiesOf(file(sentence(runs)), words)).toEqual({
    heading: '2 of 2 end it. With one neuron held: 1.',
    sentence: '"Oh, you … Held: "Oh, said …',
  });
});

test('one sentence comes with its own words alone', () => {
  const rows = [3, 2].map((last) => [5, last]);
  const own = sentence([run(null, [-1, -1], rows)]);
  const only = onlySentence(file(sentence([run(null, [-1], [[1]])]), own), 1);
  expect(only.tokens).toEqual(['you', '"', 'said']);
  expect(only.sentences.flatMap(({ runs }) => runs.flatMap(({ rows }) => rows.map(String)))).toEqual(['0,1', '0,2']);
});
