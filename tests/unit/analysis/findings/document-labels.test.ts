/** Labels of whole documents: a neuron that follows them is found, one that follows words or sources, or nothing, is not believed. */
import { expect, it } from 'vitest';
import { type Bench, mapHalves } from '../../../../runner/analysis/findings/bench.ts';
import { documentsOf } from '../../../../runner/analysis/findings/document-labels.ts';
import { bestOfDocuments } from '../../../../runner/analysis/findings/documents.ts';
import { random } from '../../../../runner/core/random.ts';
import { told as toldOf } from '../stats/reference.ts';
import { benchOfHalves } from './invented.ts';

const documents = 60;
const length = 64;
const [follower, wordReader, noise] = [0, 1, 2] as const;

function half(seed: number, follows: number) {
  const { uniform, normal } = random(seed, 5);
  const count = documents * length;
  const label = Float32Array.from({ length: documents }, () => Number(uniform() < 0.5));
  const types = new Int32Array(count);
  const neurons = Array.from({ length: 20 }, () => new Float32Array(count));
  for (let t = 0; t < count; t++) {
    const own = label[Math.floor(t / length)] ?? 0;
    // A document with the label has more of the words 0 and 1.
    types[t] = Math.floor(uniform() ** (own === 1 ? 1.5 : 1) * 8);
    for (const [neuron, row] of neurons.entries()) {
      const says = neuron === follower ? follows * own : neuron === wordReader ? -(types[t] ?? 0) : 0;
      row[t] = says + normal();
    }
  }
  return { label, types, neurons };
}

function benchFor({ follows = 0.5, shuffled = false } = {}): Bench {
  const made = { discovery: half(1, follows), confirmation: half(1001, follows) };
  const turned = random(3, 3);
  const values = mapHalves((name) =>
    shuffled ? made[name].label.map(() => Number(turned.uniform() < 0.5)) : made[name].label,
  );
  return benchOfHalves(made, [], {
    sources: Array(documents).fill(0),
    documents: [{ name: 'comedy', says: 'the story is a comedy', number: false, values }],
    count: 2,
  });
}

const bench = benchFor();
/** @param best of the neuron that is best in each of five untrained networks. */
const told = (own: Bench, best?: (network: number) => number) => {
  const untrained = best && [Array.from({ length: 5 }, (_, network) => [best(network)])];
  const [first] = documentsOf(own, own.input.documents ?? [], untrained);
  const found = toldOf(first);
  return { ...found, levels: new Map(found.claims.map(({ neuron, level }) => [neuron, level])) };
};
const weak = (network: number) => 0.05 + 0.01 * network;

it('are told of the neuron that follows them, beyond the words, and of one that reads the words no more than that', () => {
  const { levels, points } = told(bench, weak);
  expect([levels.get(follower), levels.get(wordReader), levels.get(noise)]).toEqual(['knows', 'words', undefined]);
  expect(points).toHaveLength(documents);
});

it('are not believed where networks that never learnt tell as much, and mean nothing where they are shuffled', () => {
  const asWell = told(bench, (network) => 0.49 + 0.002 * network);
  expect([...asWell.levels.values()]).toEqual(['untrained too', 'untrained too']);
  expect([...told(benchFor({ shuffled: true }), weak).levels.values()]).toEqual(['not confirmed']);
});

it('are told of the best neuron of any network, in the direction that it had on discovery', () => {
  const [claim] = told(bench).claims;
  expect(bestOfDocuments(bench)[0]).toBeCloseTo((claim?.sign ?? 0) * ((claim?.area ?? 0) - 0.5), 12);
  expect(claim?.level).toBe('not compared');
});

it('are not asked of so few documents that each is in both halves', () => {
  const few = told({ ...bench, input: { ...bench.input, swapped: 'segments within documents' } });
  expect(few.untestable).toEqual({ code: 'few documents' });
});
