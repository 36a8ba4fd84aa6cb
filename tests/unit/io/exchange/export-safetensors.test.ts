import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../../../runner/io/exchange/contents.ts';
import { encodeForPytorch, pytorchLines } from '../../../../runner/io/exchange/export.ts';
import { recognise } from '../../../../runner/io/exchange/layouts/layouts.ts';
import { safetensorsIn } from '../../../../runner/io/formats/safetensors/file.ts';
import { loadCheckpoint } from '../../../../runner/nn/models/checkpoint.ts';
import { fixture } from '../../nn/engines/fixture.ts';

describe('a model exported as safetensors', () => {
  it.each(['lstm-2-layers', 'rnn-one-hot'])('of %s is read back as it was, with its vocabulary', async (name) => {
    const checkpoint = await loadCheckpoint(fixture(name));
    const file = encodeForPytorch(checkpoint);
    const { tensors, metadata } = safetensorsIn(file);
    expect(JSON.parse(metadata.vocabulary ?? '')).toEqual(checkpoint.vocabulary);
    expect(metadata).toMatchObject({ format: 'pt', cell: checkpoint.architecture.cell, unit: checkpoint.unit });
    expect({ ...tensors }).toEqual(checkpoint.weights);
    const model = await recognise(await contentsOf(file), { map: new Map(), ignore: new Set() });
    expect(model?.vocabulary).toEqual(checkpoint.vocabulary);
    const origins = model?.origins ?? {};
    expect(Object.keys(origins).sort()).toEqual(Object.keys(checkpoint.weights).sort());
    expect(Object.entries(origins).filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
  });

  it('comes with three lines that load it in PyTorch', async () => {
    const lines = pytorchLines(await loadCheckpoint(fixture('gru')), 'gru.safetensors');
    expect(lines).toHaveLength(3);
    expect(lines?.[1]).toContain(
      "'embedding': nn.Embedding(24, 6), 'rnn': nn.GRU(6, 10, 1), 'decoder': nn.Linear(10, 24)",
    );
    const oneHot = pytorchLines(await loadCheckpoint(fixture('rnn-one-hot')), 'rnn.safetensors');
    expect(oneHot?.[1]).not.toContain('Embedding');
  });

  it('names a projection in those lines, and has none for residuals', async () => {
    const checkpoint = await loadCheckpoint(fixture('lstm'));
    const projected = { ...checkpoint, architecture: { ...checkpoint.architecture, projection: 4 } };
    expect(pytorchLines(projected, 'x.safetensors')?.[1]).toMatch(
      /nn\.LSTM\(6, 10, 1, proj_size=4\).*nn\.Linear\(4, 24\)/,
    );
    const residual = { ...checkpoint, architecture: { ...checkpoint.architecture, residual: true as const } };
    expect(pytorchLines(residual, 'x.safetensors')).toBeNull();
  });

  it('has no such lines where PyTorch has no such layer', async () => {
    const checkpoint = await loadCheckpoint(fixture('lstm'));
    const architecture = { ...checkpoint.architecture, recurrentActivation: 'hard_sigmoid' as const };
    expect(pytorchLines({ ...checkpoint, architecture }, 'x.safetensors')).toBeNull();
  });
});
