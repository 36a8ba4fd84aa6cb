import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import { readActivations, readResult } from '../../runner/experiment/results/read.ts';
import { decodeSafetensors } from '../../runner/io/formats/safetensors/read.ts';
import { fixture, workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, untested } from './texts.ts';

const components = {
  lstm: ['input.1', 'forget.1', 'candidate.1', 'output.1', 'cell.1', 'hidden.1'],
  'lstm-2-layers': [1, 2].flatMap((layer) =>
    ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'].map((name) => `${name}.${layer}`),
  ),
  gru: ['reset.1', 'update.1', 'candidate.1', 'hidden.1'],
  rnn: ['preactivation.1', 'hidden.1'],
  'rnn-one-hot': ['preactivation.1', 'hidden.1'],
};

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

describe.each(Object.entries(components))('the checkpoint %s, observed over its text', (name, arrays) => {
  const folder = workFolder();
  const text = fixture(`${name}/text.txt`);
  const expected = decodeSafetensors(readFileSync(fixture(`${name}/expected.safetensors`)), name);
  const tokens = JSON.parse(readFileSync(fixture(`${name}/tokens.json`), 'utf8')) as string[];
  const { vocabulary } = JSON.parse(readFileSync(fixture(`${name}/model.json`), 'utf8')) as { vocabulary: string[] };

  beforeAll(async () => {
    folder.write(
      'observe.yaml',
      manifest({
        model: { checkpoint: fixture(name) },
        corpus: { source: text, unit: 'word' },
        train: {},
        observe: { source: text, segment: 'none' },
        ...untested,
      }),
    );
    const { code, stderr } = await experimentHere(folder, ['observe.yaml']);
    expect(code, stderr).toBe(0);
    // The fixtures are named by whole paths, each once in the note about them; of a text with words that the network lacks
    // their share is said, and nothing else.
    expect(stderr.split(': ')[0]).toBe(`${text} and ${fixture(name)}`);
    expect(stderr).toMatch(
      /^[^\n]*publishes the whole path[^\n]*\n(?:\d+% of the observed tokens are unknown[^\n]*\n)?$/,
    );
  });

  it('equals PyTorch: every component within 1e-5, the losses within 1e-4', () => {
    for (const array of arrays) {
      const { shape, data } = folder.array('observe', array);
      expect(shape).toEqual([tokens.length, 10]);
      expect(distance(expected[array]?.data ?? [], data)).toBeLessThan(1e-5);
    }
    const nll = folder.array('observe', 'nll');
    expect(nll.shape).toEqual([tokens.length - 1]);
    expect(distance(expected.nll?.data ?? [], nll.data)).toBeLessThan(1e-4);
  });

  it('has the token ids, unknown words as <unk>, and one segment', () => {
    const ids = tokens.map((token) => Math.max(0, vocabulary.indexOf(token)));
    expect([...folder.array('observe', 'token').data]).toEqual(ids);
    const segments = folder.array('observe', 'segments');
    expect(segments.shape).toEqual([1, 2]);
    expect([...segments.data]).toEqual([0, tokens.length]);
  });

  it('is published with the text as it is and side-cars within a 254th of each scale', async () => {
    const directory = folder.at('public/results/observe');
    const result = await readResult(directory);
    expect(result.texts.observed.tokens).toEqual(tokens);
    expect(result.model.origin).toBe(fixture(name));
    expect(result.observation.exposure).toBe('not shown to be held out');
    for (const array of arrays) {
      const [component = '', layer] = array.split('.');
      const shown = await readActivations(directory, result, { text: 'observed', component, layer: Number(layer) });
      const recorded = folder.array('observe', array).data;
      for (let neuron = 0; neuron < 10; neuron++) {
        const exact = tokens.map((_, t) => recorded[t * 10 + neuron] ?? Number.NaN);
        const scale = shown.scale[neuron] ?? Number.NaN;
        expect(scale).toBeCloseTo(Math.max(...exact.map(Math.abs)), 6);
        expect(distance(exact, activationsOf(shown, neuron))).toBeLessThanOrEqual(scale / 254 + 1e-7);
      }
    }
  });
});
