/** A manifest that trains a whole network further: it learns, once, and is kept with its tokenizer. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { manifestOf } from '../../../runner/experiment/manifest/load.ts';
import { runExperiment } from '../../../runner/experiment/run.ts';
import { modern } from '../nn/models/readers/reference-networks.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
const words = readFileSync(modern('rwkv4/text.txt'), 'utf8').split(/\s+/).slice(0, 8);
const draw = random(4);
const text = () => Array.from({ length: 60 }, () => words[draw.below(words.length)]).join(' ');
const source = write('more.jsonl', Array.from({ length: 60 }, () => `${JSON.stringify({ text: text() })}\n`).join(''));

/** A folder with the file and a tokenizer. */
function modelIn(name: string, file: string): string {
  for (const each of [file, 'tokenizers/tokenizer.json']) write(join(name, basename(each)), readFileSync(modern(each)));
  return name;
}

const train = { continue: true, epochs: 2, batch: 4, window: 16, optimizer: { name: 'adam', learningRate: 0.01 } };

async function run(id: string, checkpoint: string, more: object = {}) {
  const settings = {
    ...{
      title: 'A whole network',
      model: { checkpoint },
      corpus: { source, validation: 0.2 },
      observe: { source, segment: 32, warmUp: 4 },
    },
    ...{ features: [{ name: 'marks', match: '[.?!;]' }], sample: { prompt: 'The', length: 4 } },
    ...{ evidence: 'none', atlas: 'none', ...more },
  };
  return (await runExperiment(await manifestOf(settings, id), { cwd: folder })).result;
}

it.each([
  ['rwkv4', 'rwkv4/rwkv4-float32.pth'],
  ['mamba', 'mamba1/original/pytorch_model.bin'],
])(
  '%s',
  async (id, file) => {
    const before = modelIn(`${id}-before`, file);
    const result = await run(id, before, { train });
    const [first, ...others] = result.learningCurve?.epochs ?? [];
    expect(others.at(-1)?.validationLoss).toBeLessThan(0.6 * (first?.validationLoss ?? 0));
    const again = await run(`${id}-again`, `runs/${id}/checkpoint`);
    expect(again.observation.loss).toBeCloseTo(result.observation.loss ?? Number.NaN, 4);
    const weights = () => readFileSync(join(folder, 'runs', id, 'checkpoint/weights.safetensors'));
    const kept = weights();
    await run(id, before, { train });
    expect(weights()).toEqual(kept);
    // Nobody drops anything in it.
    await expect(run('dropped', before, { train: { ...train, dropout: 0.3 } })).rejects.toThrow(
      `"train.dropout" is 0.3 and the checkpoint ${before} has 0`,
    );
  },
  180_000,
);
