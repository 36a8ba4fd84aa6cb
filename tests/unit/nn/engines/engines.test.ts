import { afterEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { chooseEngine } from '../../../../runner/nn/engines/engines.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { candidate } from './candidate.ts';

const why = 'Failed to load shared library.';
const refusal = async (choice: Parameters<typeof chooseEngine>[0]) => {
  const error = await chooseEngine(choice).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InputError);
  return String(error);
};
/** A card stands in for this machine's, as it is when an engine is opened on it. */
const card = (engine: Engine['name'], opened: Engine | Error) => {
  const open = vi.spyOn(candidate(engine, 'cuda'), 'open');
  return opened instanceof Error ? open.mockRejectedValue(opened) : open.mockResolvedValue(opened);
};
afterEach(() => vi.restoreAllMocks());

describe('chooseEngine', () => {
  it.each([
    [{}, 'onnx', 'cpu'],
    [{ engine: 'reference' }, 'reference', 'cpu'],
    [{ engine: 'onnx', device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'wasm' }, 'tensorflow', 'wasm'],
  ] as const)('%j opens %s on %s', async (choice, name, device) => {
    expect(await chooseEngine(choice)).toMatchObject({ name, device });
  });

  it('opens no GPU that is not named, though nothing else works', async () => {
    const open = card('onnx', onnxEngine());
    vi.spyOn(candidate('onnx', 'cpu'), 'open').mockRejectedValue(new Error(why));
    await expect(chooseEngine({ engine: 'onnx' })).rejects.toThrow(why);
    expect(open).not.toHaveBeenCalled();
  });

  it('takes the first engine that works on a GPU that is named', async () => {
    card('onnx', new Error(why));
    const works = { ...onnxEngine(), name: 'tensorflow', device: 'cuda' } as const;
    card('tensorflow', works);
    expect(await chooseEngine({ device: 'cuda' })).toBe(works);
  });

  it('refuses a pair that does not exist and says which do', async () => {
    expect(await refusal({ engine: 'reference', device: 'cuda' })).toContain(
      'The reference engine does not compute on cuda. Use device: cpu or auto; or on cuda',
    );
  });

  it('refuses a GPU that does not work, with what the libraries say and where more is said', async () => {
    card('onnx', new Error(why));
    card('tensorflow', new Error('It is not installed.'));
    expect(await refusal({ device: 'cuda' })).toContain(
      `There is no cuda to compute on. Engine onnx: ${why} Engine tensorflow: It is not installed. Read in docs/gpu.md`,
    );
  });

  it('refuses a GPU whose numbers are not right', async () => {
    const compile = async () => ({
      run: async () => ({ loss: Float32Array.of(7), gradientNorm: Float32Array.of(1) }),
      readState: async () => new Float32Array(0),
      writeState: async () => {},
      release: async () => {},
    });
    card('onnx', { name: 'onnx', device: 'cuda', compile });
    expect(await refusal({ engine: 'onnx', device: 'cuda' })).toContain('a loss of 7 instead of 7.6');
  });
});
