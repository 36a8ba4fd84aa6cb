import { describe, expect, it } from 'vitest';
import { InputError } from '../../../runner/core/errors.ts';
import { type Candidate, candidates } from '../../../runner/engines/candidates.ts';
import { chooseEngine, comparison, quickest, type Tried } from '../../../runner/engines/engines.ts';
import { referenceEngine } from '../../../runner/engines/reference/engine.ts';
import { expectedLosses, trainingSpeed } from '../../../runner/engines/training-speed.ts';
import { allowSoftware, tryEngine } from '../../../runner/engines/trial.ts';
import type { Engine } from '../../../runner/models/program.ts';

function candidate(engine: Candidate['engine'], device: Candidate['device']): Candidate {
  const found = candidates.find((each) => each.engine === engine && each.device === device);
  if (found === undefined) throw new Error('there is no such candidate');
  return found;
}

const tried = (engine: Candidate['engine'], device: Candidate['device'], tokensPerSecond: number | null): Tried =>
  tokensPerSecond === null
    ? { candidate: candidate(engine, device), works: false, why: 'It does not.' }
    : { candidate: candidate(engine, device), works: true, tokensPerSecond };

describe('the choice among those that were tried', () => {
  it('is the quickest that works', () => {
    const all = [tried('onnx', 'cuda', null), tried('onnx', 'webgpu', 4000.4), tried('onnx', 'cpu', 900)];
    expect(quickest(all)?.candidate.device).toBe('webgpu');
    expect(comparison(all)).toBe('in a trial onnx on webgpu trained 4000 tokens/s, onnx on cpu 900');
  });

  it('is the first of equals, never the reference engine, and nothing when nothing works', () => {
    const equal = [tried('onnx', 'webgpu', 5), tried('onnx', 'cpu', 5), tried('reference', 'cpu', 9)];
    expect(quickest(equal)?.candidate.device).toBe('webgpu');
    expect(quickest([tried('onnx', 'webgpu', null)])).toBeNull();
  });
});

describe('chooseEngine', () => {
  it.each([
    [{ engine: 'reference' }, 'reference', 'cpu'],
    [{ engine: 'onnx', device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'cpu' }, 'onnx', 'cpu'],
    [{ device: 'wasm' }, 'tensorflow', 'wasm'],
  ] as const)('%j opens %s on %s', async (choice, name, device) => {
    expect(await chooseEngine(choice)).toMatchObject({ name, device });
  });

  it('refuses a pair that does not exist and says which do', async () => {
    const error = await chooseEngine({ engine: 'reference', device: 'cuda' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain(
      'The reference engine does not compute on cuda. Use device: cpu or auto; or on cuda',
    );
  });

  it('refuses a GPU that is asked for and does not work, and says how to get it', async () => {
    const cuda = candidate('onnx', 'cuda');
    if ((await tryEngine(cuda, 0)).works) return;
    const error = await chooseEngine({ engine: 'onnx', device: 'cuda' }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toContain('There is no cuda to compute on.');
    expect(String(error)).toContain(cuda.toGet);
  });
});

describe('a trial', () => {
  it('measures in a process of its own', async () => {
    const trial = await tryEngine(candidate('onnx', 'cpu'), 0.05);
    expect(trial).toMatchObject({ works: true });
    expect(trial.works && trial.tokensPerSecond).toBeGreaterThan(100);
  });

  it('does not take software for a GPU unless it is allowed to', async () => {
    delete process.env[allowSoftware];
    const strict = await tryEngine(candidate('onnx', 'webgpu'), 0);
    process.env[allowSoftware] = '1';
    const lenient = await tryEngine(candidate('onnx', 'webgpu'), 0);
    delete process.env[allowSoftware];
    if (strict.works) expect(lenient.works).toBe(true);
    else expect(strict.why).toMatch(/no GPU/);
  });
});

describe('trainingSpeed', () => {
  it('knows the losses of the reference engine', async () => {
    const losses: number[] = [];
    const listening: Engine = {
      ...referenceEngine,
      async compile(program) {
        const executable = await referenceEngine.compile(program);
        return {
          ...executable,
          async run(inputs) {
            const outputs = await executable.run(inputs);
            losses.push(outputs.loss?.[0] ?? NaN);
            return outputs;
          },
        };
      },
    };
    await trainingSpeed(listening, 0, () => 0);
    expectedLosses.forEach((expected, i) => {
      expect(losses[i]).toBeCloseTo(expected, 5);
    });
  });

  it('refuses an engine that gives wrong numbers', async () => {
    const broken: Engine = {
      ...referenceEngine,
      compile: async () => ({
        run: async () => ({ loss: Float32Array.of(7) }),
        readState: async () => new Float32Array(0),
        writeState: async () => {},
        release: async () => {},
      }),
    };
    await expect(trainingSpeed(broken, 0, () => 0)).rejects.toThrow(/a loss of 7 instead of 7.6/);
  });
});
