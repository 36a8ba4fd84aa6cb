import { describe, expect, it } from 'vitest';
import { provenanceOf } from '../../../runner/experiment/result.ts';
import { referenceEngine } from '../../../runner/nn/engines/reference/engine.ts';

const cpu = { ...referenceEngine, name: 'onnx', device: 'cpu' } as const;
const gpu = { ...cpu, device: 'webgpu' };

/** Of a result that was read on the CPU. */
const provenance = (training: typeof gpu, trainedNow: boolean) =>
  provenanceOf({
    engines: { training, reading: cpu, sampling: cpu, evidence: gpu },
    trainedNow,
    manifest: { seed: 3 },
    checkpoint: {},
    corpus: { hash: 'c' },
    circumstances: { versions: {}, commit: null, command: 'npm run experiment a.yaml' },
    started: new Date(0),
    now: () => new Date(1234),
    // Only what the provenance looks at.
  } as unknown as Parameters<typeof provenanceOf>[0]);

describe("a result's provenance", () => {
  it('names the engine that read the text, and that which trained where it is another', () => {
    expect(provenance(gpu, true)).toMatchObject({
      engine: 'onnx',
      device: 'cpu',
      trainedOn: { engine: 'onnx', device: 'webgpu' },
    });
  });

  it('names no other where one did both, or the model was there', () => {
    expect(provenance(cpu as typeof gpu, true)).not.toHaveProperty('trainedOn');
    expect(provenance(gpu, false)).not.toHaveProperty('trainedOn');
  });
});
