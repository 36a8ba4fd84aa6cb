import { expect, it } from 'vitest';
import { exposureOf, lossOf, provenanceOf } from '../../../runner/experiment/result.ts';
import { referenceEngine } from '../../../runner/nn/engines/reference/engine.ts';

it('a result’s provenance names the engine, and the seconds that it took', () => {
  const told = provenanceOf({
    engine: referenceEngine,
    manifest: { seed: 3 },
    checkpoint: {},
    corpus: { hash: 'c' },
    circumstances: { versions: {}, commit: null, command: 'npm run experiment a.yaml' },
    started: new Date(0),
    now: () => new Date(1234),
    // Only what the provenance looks at.
  } as unknown as Parameters<typeof provenanceOf>[0]);
  expect(told).toMatchObject({ engine: 'reference', device: 'cpu', seconds: 1.2 });
});

const known = (heldOut: string[]) => ({ training: { corpus: { name: 'x', hash: 'c', heldOut } } });

it.each([
  ['held out', 'the checkpoint lists as such', known(['a']), undefined],
  ['held out', 'the checkpoint lists as such, whatever the author says', known(['a']), true],
  ['not shown to be held out', 'the checkpoint does not list', known(['b']), undefined],
  ['not shown to be held out', 'the author says nothing of', {}, false],
  ['declared held out by the author', 'the author declares', {}, true],
])('a text is %s that %s', (exposure, _, checkpoint, heldOut) => {
  const [own, manifest] = [checkpoint, { observe: { heldOut } }] as unknown as [
    Parameters<typeof exposureOf>[0],
    Parameters<typeof exposureOf>[2],
  ];
  expect(exposureOf(own, { documents: [{ hash: 'a' }] }, manifest)).toBe(exposure);
});

it.each([
  [0, { loss: 3, tokens: 4 }],
  [2, { loss: 3.5, tokens: 2 }],
])('the loss of a text leaves out warm-ups (%i tokens) and what follows nothing', (warmUp, expected) => {
  const segments = [0, 3].map((start): [number, number] => [start, 3]);
  expect(lossOf({ nll: Float32Array.of(1, 2, NaN, 4, 5), segments }, warmUp)).toEqual(expected);
  expect(lossOf({ nll: new Float32Array(0), segments: [[0, 1]] }, 0)).toEqual({ loss: null, tokens: 0 });
});
