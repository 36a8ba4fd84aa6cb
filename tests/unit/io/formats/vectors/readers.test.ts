import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { random } from '../../../../../runner/core/random.ts';
import { temporaryFolder } from '../../../text/temporary-folder.ts';
import { collect, expected, vectorFile } from './fixture.ts';

const { words, vectors, half, bfloat, fastText } = expected;
const folder = temporaryFolder();
/** As float32 holds them. */
const table = (rows: readonly number[][]) => new Map(words.map((word, index) => [word, rows[index]]));

const byGensim = ['gensim-4.kv', 'gensim-4-protocol-5.kv', 'gensim-4.model', 'gensim-3.kv', 'gensim-3.model'];
it.each<[string, string, number]>([
  ['glove.txt', 'GloVe text', 12],
  ['glove-windows.txt', 'GloVe text', 10],
  ['word2vec.txt', 'word2vec text', 10],
  ['word2vec.bin', 'word2vec .bin', 10],
  ['word2vec-gensim.bin', 'word2vec .bin', 10],
  ...[...byGensim, 'gensim-4-large.kv'].map((name): [string, string, number] => [name, 'gensim KeyedVectors', 10]),
  ['in-metadata.safetensors', 'safetensors', 10],
])('%s holds the vectors that its library wrote, bit for bit', async (name, format, held) => {
  const found = await collect(name, [...words, 'absent']);
  expect(found).toEqual({ format, size: 5, held, vectors: table(vectors) });
});

it('the vectors of a file are read in half precision too', async () => {
  expect((await collect('beside.safetensors', words)).vectors).toEqual(table(half));
  expect((await collect('bfloat.safetensors', words)).vectors).toEqual(table(bfloat));
});

it('the vectors of a file are those that fastText wrote', async () => {
  const { size, held, vectors: found } = await collect('fasttext.vec', Object.keys(fastText));
  expect({ size, held }).toEqual({ size: 4, held: 9 });
  for (const [word, row] of Object.entries(fastText)) expect(found.get(word)).toEqual(row.map(Math.fround));
});

it('the vectors of a file are only those of the words that are asked for, not those of words that begin so', async () => {
  // ". . ." and "the end" stand in the file beside "the".
  const { vectors: found } = await collect('glove.txt', ['mother', 'end', '.', 'the']);
  expect([...found.keys()].sort()).toEqual(['mother', 'the']);
  expect(found.get('the')).toEqual(vectors[0]);
});

it('the vectors of a file come from a folder too: a checkpoint, whose tokens are in model.json', async () => {
  const ours = await collect('../reference/lstm', [' ', 'the', '<unk>']);
  expect([ours.format, ours.size, ours.vectors.size]).toEqual(['safetensors', 6, 3]);
  // The thesis' has its vocabulary by its name.
  const thesis = await collect('../foreign/thesis-lstm', ['the']);
  expect([thesis.format, thesis.size, thesis.vectors.size]).toEqual(['gensim KeyedVectors', 4, 1]);
});

describe('a file that is read in many pieces', () => {
  const { below } = random(6);
  const names = Array.from({ length: 60_000 }, (_, index) => `${'é'.repeat(below(9))}${index}`);
  const rows = names.map(() => Array.from({ length: 16 }, () => Math.fround(below(2 ** 20) / 2 ** 18 - 2)));
  const wanted = names.filter((_, index) => index % 97 === 0 || index > 59_990);
  const inFile = (content: Uint8Array) => {
    return collect(folder.write('large', content), ['absent', ...wanted], folder.path);
  };
  const table = new Map(
    names.map((name, index) => [name, rows[index]] as const).filter(([name]) => wanted.includes(name)),
  );

  const bytesOf = (numbers: readonly number[] = []) => new Uint8Array(Float32Array.from(numbers).buffer);
  const text = names.map((name, index) => `${name} ${rows[index]?.join(' ')}\n`).join('');
  const records = names.flatMap((name, index) => [Buffer.from(`${name} `), bytesOf(rows[index])]);

  it.each([
    ['GloVe text', Buffer.from(text)],
    ['word2vec .bin', Buffer.concat([Buffer.from('60000 16\n'), ...records])],
  ])('gives the vectors of words wherever they lie: %s', async (format, file) => {
    expect(file.length).toBeGreaterThan(4e6);
    expect(await inFile(file)).toEqual({ format, size: 16, held: 60_000, vectors: table });
  });
});

it.each([
  ['absent.txt', 'there is no such file. Correct model.embedding.from'],
  ['alone.safetensors', 'does not hold its words'],
  ['gensim-4-lost.kv', 'gensim-4-lost.kv.vectors.npy is not beside it'],
  ['gensim-4-fortran.kv', 'stored column after column'],
  ['gensim-4-code.kv', 'posix.system, which is more than data (nothing in it was executed)'],
  ['gensim-4-large.kv.vectors.npy', 'like no format that is read'],
  ['fasttext.bin', 'like no format that is read'],
  ['make.py', 'is not a word with its numbers'],
  ['.', 'it is a folder without'],
  ['../foreign/lstm-2-layers.pt', 'like no format that is read'],
  ['../foreign/keras2-lstm.h5', 'like no format that is read'],
])('%s cannot be used and is refused: %s', async (name, why) => {
  // Sentences begin with a capital.
  const message = expect.stringContaining(why.slice(1));
  await expect(collect(name, words)).rejects.toMatchObject({ exitCode: 2, message });
  expect(existsSync(vectorFile('executed'))).toBe(false);
  expect(existsSync('executed')).toBe(false);
});
