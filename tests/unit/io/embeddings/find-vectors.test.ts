import { expect, it } from 'vitest';
import { coverage, findVectors, startFrom } from '../../../../runner/io/embeddings/find-vectors.ts';
import { withVectors } from '../../../../runner/io/formats/vectors/open-vectors.ts';
import { expected, vectorFolder } from '../formats/vectors/fixture.ts';

const vectorOf = (word: string) => expected.vectors[expected.words.indexOf(word)];
const find = (vocabulary: string[]) =>
  withVectors('glove.txt', vectorFolder, (reader) => findVectors(reader, 'glove.txt', vocabulary));

it('findVectors takes the vector of the word in lower case where the file has no other', async () => {
  const found = await find(['The', 'Elizabeth', 'Größe', 'zebra', 'the']);
  expect([...found.rows.subarray(0, 5)]).toEqual(vectorOf('the'));
  expect([...found.rows.subarray(5, 10)]).toEqual(vectorOf('Elizabeth'));
  expect([...found.rows.subarray(10, 15)]).toEqual(vectorOf('größe'));
  expect([...found.how]).toEqual([2, 1, 2, 0, 1]);
  expect(coverage(found)).toEqual({ asWritten: 2, lowerCased: 2, missing: 1 });
});

it('findVectors refuses a file in which no token is', async () => {
  await expect(find(['zebra', '<unk>'])).rejects.toThrow('Of its 12 words none is among the 2 tokens of the corpus');
});

it('startFrom leaves to a token that was not found what was drawn for it', async () => {
  const drawn = { 'embedding.weight': { shape: [2, 5], data: Float32Array.from({ length: 10 }, (_, index) => index) } };
  const vectors = startFrom(drawn, await find(['zebra', 'mother']));
  expect([...vectors['embedding.weight'].data]).toEqual([0, 1, 2, 3, 4, ...(vectorOf('mother') ?? [])]);
});
