import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonSchemaText } from '../../../runner/cli/commands/reference.ts';
import { loadSweep } from '../../../runner/sweep/load.ts';
import { temporaryFolder } from '../text/temporary-folder.ts';

const { path: folder, write } = temporaryFolder();
write('base.yaml', 'title: Base\nmodel: { units: 8 }\nruns: elsewhere\n');

function load(text: string, words = {}) {
  write('s.yaml', `title: T\nbase: base.yaml\n${text}`);
  return loadSweep('s.yaml', words, folder);
}

describe('a sweep', () => {
  it('makes an ordinary manifest of each trial, trained to the last rung, without an atlas', async () => {
    const sweep = await load(
      'parameters: { model.units: [4, 8], corpus.source: [stories, my text.txt] }\nhalving: { epochs: [1, 3], keep: 0.5 }\n',
    );
    const byHash = (units: number) =>
      expect.stringMatching(new RegExp(`^units-${units}\\+source-my-text\\.txt-[0-9a-f]{8}$`));
    expect(
      sweep.trials.map(({ loaded: { id, manifest } }) => [
        id,
        manifest.model.units,
        manifest.train.epochs,
        manifest.atlas,
      ]),
    ).toEqual([
      ['units-4+source-stories', 4, 3, 'none'],
      [byHash(4), 4, 3, 'none'],
      ['units-8+source-stories', 8, 3, 'none'],
      [byHash(8), 8, 3, 'none'],
    ]);
    expect(sweep.trials[1]?.loaded.manifest.corpus.source).toEqual(['my text.txt']);
    expect(sweep.runs).toBe(join(folder, 'elsewhere'));
  });

  it('takes runs, results, parallel and executor from the command line', async () => {
    const words = { runs: 'r', results: 'p', parallel: 3, executor: 'slurm' };
    const sweep = await load('parameters: { seed: [1, 2] }\n', words);
    expect(sweep).toMatchObject({
      runs: join(folder, 'r'),
      result: join(folder, 'p', 's'),
      settings: { parallel: 3, executor: 'slurm' },
    });
  });

  it.each([
    ['parametres: {}', /s\.yaml:3:1: unknown key "parametres"\. .*Did you mean "parameters"\?/],
    [
      'parameters: { model.unitz: [1, 2] }',
      /The trial unitz-1 is not possible: override model\.unitz=1: unknown key "model\.unitz"\. Did you mean "model\.units"\?/,
    ],
    ['parameters: { units: [1, 2] }', /unknown key "units".*"units" belongs under model/],
    ['parameters: { runs: [a, b] }', /"runs" is nothing to try\. Give it on the command line/],
    ['parameters: { model.units: [4, 4] }', /two trials have the same settings, units-4/],
    ['parameters: { model.units: 4 }', /no parameter has more than one value/],
    ['parameters: { model.units: [4, half] }', /The trial units-half is not possible: override model\.units=half/],
    ['parameters: { model.units: { from: 1, to: 9 } }', /is a range and "search" is grid/],
    ['parameters: { model.units: { from: 9, to: 1, step: 1 } }', /must begin below its end/],
    ['parameters: { model.units: { from: 0, to: 1, scale: log } }', /must begin above 0 on a log scale/],
    ['parameters: { model.units: { from: 1, to: 9, stepp: 2 } }', /unknown key "parameters\.model\.units\.stepp"/],
    ['parameters: { seed: [1, 2] }\ntrials: 4', /"trials" is 4 and a grid has as many as its lists make, 2/],
    ['parameters: { seed: [1, 2] }\nsearch: random', /a random search needs "trials"/],
    ['parameters: { seed: [1, 2] }\nsearch: random\ntrials: 3', /have only 2 combinations/],
    ['parameters: { seed: [1, 2] }\nhalving: { epochs: [3, 1], keep: 0.5 }', /"halving\.epochs" must rise/],
    ['parameters: { train.epochs: [1, 2] }\nhalving: { epochs: [1, 3], keep: 0.5 }', /"train\.epochs" is a parameter/],
    ['parameters: { seed: [1, 2] }\nslurm: { tme: 2h }', /unknown key "slurm\.tme"\. Did you mean "slurm\.time"\?/],
    ['parameters: { seed: [1, 2] }\nslurm: { time: soon }', /"slurm\.time" must be a time as 30min, 2h/],
    ['parameters: { seed: [1, 2] }\nexecutor: slrm', /"executor" is "slrm".*Did you mean "slurm"\?/],
  ])('refuses %s', async (text, message) => {
    const error = await load(text).catch((each) => each);
    expect(error).toMatchObject({ exitCode: 2 });
    expect(error.message).toMatch(message);
  });

  it.each([
    ['lstm-search', 40, 9],
    ['quote-neuron-by-size', 12, 4],
  ])('that comes with the project can be run: %s', async (name, trials, epochs) => {
    const sweep = await loadSweep(`experiments/sweeps/${name}.yaml`, {}, process.cwd());
    expect(sweep.trials).toHaveLength(trials);
    expect(new Set(sweep.trials.map(({ loaded }) => loaded.manifest.train.epochs))).toEqual(new Set([epochs]));
  });

  it('has its schema published as it is made; if not, run: node runner/cli/commands/reference.ts', () => {
    const published = readFileSync(new URL('../../../public/sweep.schema.json', import.meta.url), 'utf8');
    expect(published).toBe(jsonSchemaText('sweep'));
  });
});
