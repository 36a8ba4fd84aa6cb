import { afterEach, expect, it, vi } from 'vitest';
import { InputError } from '../../../../runner/core/errors.ts';
import { chooseEngine } from '../../../../runner/nn/engines/engines.ts';
import { onnxEngine } from '../../../../runner/nn/engines/onnx/engine.ts';
import type { Engine } from '../../../../runner/nn/models/program.ts';
import { candidate } from './candidate.ts';

const why = 'Failed to load shared library.';
/** A card stands in for this machine's, as it is when an engine is opened on it. */
const card = (engine: Engine['name'], opened: Engine | Error) => {
  const open = vi.spyOn(candidate(engine, 'cuda'), 'open');
  return opened instanceof Error ? open.mockRejectedValue(opened) : open.mockResolvedValue(opened);
};
afterEach(() => vi.restoreAllMocks());

it.each([
  [{}, 'onnx', 'cpu'],
  [{ engine: 'reference' }, 'reference', 'cpu'],
  [{ device: 'cpu' }, 'onnx', 'cpu'],
  [{ device: 'wasm' }, 'tensorflow', 'wasm'],
] as const)('%j opens %s on %s', async (choice, name, device) => {
  expect(await chooseEngine(choice)).toMatchObject({ name, device });
});

it('no GPU is opened that is not named, though nothing else works', async () => {
  const open = card('onnx', onnxEngine());
  vi.spyOn(candidate('onnx', 'cpu'), 'open').mockRejectedValue(new Error(why));
  await expect(chooseEngine({ engine: 'onnx' })).rejects.toThrow(why);
  expect(open).not.toHaveBeenCalled();
});

it('the first engine is taken that works on a GPU that is named', async () => {
  card('onnx', new Error(why));
  const works = { ...onnxEngine(), name: 'tensorflow', device: 'cuda' } as const;
  card('tensorflow', works);
  expect(await chooseEngine({ device: 'cuda' })).toBe(works);
});

/** Its numbers are not right. */
const wrong: Engine = {
  name: 'onnx',
  device: 'cuda',
  compile: async () => ({
    run: async () => ({ loss: Float32Array.of(7), gradientNorm: Float32Array.of(1) }),
    readState: async () => new Float32Array(0),
    writeState: async () => {},
    release: async () => {},
  }),
};
it.each<[string, Parameters<typeof chooseEngine>[0], Engine | Error, string]>([
  [
    'a pair that does not exist, with those that do',
    { engine: 'reference', device: 'cuda' },
    wrong,
    'The reference engine does not compute on cuda. Use device: cpu or auto; or on cuda',
  ],
  [
    'a GPU that does not work, with what the libraries say and where more is said',
    { device: 'cuda' },
    new Error(why),
    `There is no cuda to compute on. Engine onnx: ${why} Engine tensorflow: It is not installed. Read in docs/gpu.md`,
  ],
  ['a GPU whose numbers are not right', { engine: 'onnx', device: 'cuda' }, wrong, 'a loss of 7 instead of 7.6'],
])('refused is %s', async (_what, choice, onnx, words) => {
  card('onnx', onnx);
  card('tensorflow', new Error('It is not installed.'));
  const refusal = chooseEngine(choice);
  await expect(refusal).rejects.toThrow(InputError);
  await expect(refusal).rejects.toThrow(words);
});
