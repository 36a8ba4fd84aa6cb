import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../../../runner/io/exchange/contents.ts';
import { encodeForPytorch, pytorchLines } from '../../../../runner/io/exchange/export.ts';
import { recognise } from '../../../../runner/io/exchange/layouts/layouts.ts';
import { safetensorsIn } from '../../../../runner/io/formats/safetensors/file.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { fixture } from '../../nn/engines/fixture.ts';

describe('a model exported as safetensors', () => {
  it.each(['lstm-2-layers', 'rnn-one-hot'])('of %s is read back as it was, with its vocabulary', async (name) => {
    const { weights, vocabulary, architecture, unit, ...more } = await loadCheckpoint(fixture(name));
    const file = encodeForPytorch({ weights, vocabulary, architecture, unit, ...more });
    const { tensors, metadata } = safetensorsIn(file);
    expect(metadata).toMatchObject({
      format: 'pt',
      cell: architecture.cell,
      unit,
      vocabulary: JSON.stringify(vocabulary),
    });
    expect({ ...tensors }).toEqual(weights);
    const model = await recognise(await contentsOf(file), { map: new Map(), ignore: new Set() });
    expect(model?.vocabulary).toEqual(vocabulary);
    expect(model?.origins).toEqual(Object.fromEntries(Object.keys(weights).map((each) => [each, each])));
  });

  const embedded = "'embedding': nn.Embedding(24, 6), ";
  it.each<[string, object, string | null]>([
    ['gru', {}, `${embedded}'rnn': nn.GRU(6, 10, 1), 'decoder': nn.Linear(10, 24)`],
    ['rnn-one-hot', {}, "'rnn': nn.RNN(24, 10, 1), 'decoder': nn.Linear(10, 24)"],
    ['lstm', { projection: 4 }, `${embedded}'rnn': nn.LSTM(6, 10, 1, proj_size=4), 'decoder': nn.Linear(4, 24)`],
    // No layer of PyTorch computes these.
    ['lstm', { residual: true }, null],
    ['lstm', { recurrentActivation: 'hard_sigmoid' }, null],
  ])('comes with lines that load it in PyTorch: %s, %o', async (name, change, parts) => {
    const checkpoint = await loadCheckpoint(fixture(name));
    const lines = pytorchLines({ ...checkpoint, architecture: { ...checkpoint.architecture, ...change } }, 'x');
    expect(lines?.[1] ?? null).toBe(parts && `model = nn.ModuleDict({${parts}})`);
  });
});
