import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { crossSource, relabelled } from '../../calibration/real-recording.ts';

const sources = Int32Array.from([0, 0, 0, 1, 1, 2, 2, 2]);

describe('documents in the place of others', () => {
  it('are all there once, none in the place of one from its own source', () => {
    const source = random(1);
    for (let i = 0; i < 200; i++) {
      const order = crossSource(sources, source);
      expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(order.every((document, place) => sources[document] !== sources[place])).toBe(true);
    }
  });

  it('of one source are alike: each takes each place about equally often', () => {
    const source = random(2);
    const counts = [0, 0, 0];
    for (let i = 0; i < 3000; i++) {
      const at = crossSource(sources, source).indexOf(3);
      if (at < 3) counts[at] = (counts[at] ?? 0) + 1;
    }
    const each = counts.reduce((a, b) => a + b) / 3;
    for (const count of counts) expect(Math.abs(count - each)).toBeLessThan(5 * Math.sqrt(each));
  });

  it('are refused when there is no such order', () => {
    expect(() => crossSource(Int32Array.from([0, 0, 0, 1]), random(3))).toThrow(RangeError);
  });
});

describe('a recording with the labels of other documents', () => {
  it('keeps activations and text and moves whole documents of labels', () => {
    const half = (first: number) => ({
      text: { length: 3, segments: 1, sources: Int32Array.from([0, 1]), types: Int32Array.from([1, 2, 3, 4, 5, 6]) },
      activations: [Float32Array.from([first, 1, 2, 3, 4, 5])],
      masks: [Uint8Array.from([1, 1, 0, 0, 0, 1])],
    });
    const { discovery, confirmation } = relabelled({ discovery: half(7), confirmation: half(8) }, 1, random(4));
    expect(discovery.masks).toEqual([Uint8Array.from([0, 0, 1, 1, 1, 0])]);
    expect([discovery.activations[0]?.[0], confirmation.activations[0]?.[0]]).toEqual([7, 8]);
    expect(discovery.text).toEqual(half(7).text);
  });
});
