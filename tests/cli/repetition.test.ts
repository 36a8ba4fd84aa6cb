import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../runner/experiment/results/read.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { experiment, type WorkFolder, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

function folderWithManifest(): WorkFolder {
  const folder = workFolder();
  folder.write('text.txt', prose(400));
  folder.write(
    'tiny.yaml',
    manifest({ train: { epochs: 2, batch: 8, window: 8 }, evidence: 'quick', atlas: 'component' }),
  );
  return folder;
}

async function run(folder: WorkFolder, ...words: string[]): Promise<void> {
  const { code, stderr } = await experimentHere(folder, ['tiny.yaml', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

/** Where evidence and atlas are not looked at. */
const alone = ['evidence=none', 'atlas=none'];

const result = (folder: WorkFolder, id: string): Promise<Result> => readResult(folder.at('public/results', id));

/** All but provenance, and the times that epochs and evidence took. */
function lasting({ provenance, learningCurve, evidence, ...rest }: Result): unknown {
  return {
    ...rest,
    evidence: { ...evidence, seconds: 0 },
    learningCurve: learningCurve?.epochs.map((point) => ({ ...point, seconds: 0 })),
  };
}

describe('an experiment run again', () => {
  const folder = folderWithManifest();
  const other = folderWithManifest();
  beforeAll(async () => {
    expect(await experiment(folder, ['tiny.yaml'])).toMatchObject({ code: 0, stderr: '' });
    await run(other);
  });

  it('gives the same result in another folder, but for provenance', async () => {
    expect(lasting(await result(other, 'tiny'))).toEqual(lasting(await result(folder, 'tiny')));
    const names = folder.files('public/results/tiny').filter((name) => name.endsWith('.i8'));
    expect(names).toHaveLength(12);
    for (const name of [...names.map((each) => `public/results/tiny/${each}`), 'runs/tiny/recording.safetensors']) {
      expect(readFileSync(other.at(name))).toEqual(readFileSync(folder.at(name)));
    }
  });

  it('does not train again, and leaves every published file as it is', async () => {
    const published = () =>
      folder.files('public/results/tiny').map((name) => [name, readFileSync(folder.at('public/results/tiny', name))]);
    const before = published();
    const progress = readFileSync(folder.at('runs/tiny/training/progress.json'));
    await run(folder);
    expect(published()).toEqual(before);
    expect(readFileSync(folder.at('runs/tiny/training/progress.json'))).toEqual(progress);
  });

  it('writes a result anew that says something else, or of which a file was changed', async () => {
    const name = 'public/results/tiny/observed.hidden.1.i8';
    const [bytes, { provenance }] = [readFileSync(folder.at(name)), await result(folder, 'tiny')];
    folder.write(name, 'damaged');
    await run(folder);
    expect(readFileSync(folder.at(name))).toEqual(bytes);
    expect((await result(folder, 'tiny')).provenance.started).not.toBe(provenance.started);
    await run(folder, 'title=Another', 'id=tiny');
    expect((await result(folder, 'tiny')).title).toBe('Another');
    await run(folder);
    expect((await result(folder, 'tiny')).title).toBe('Tiny');
  });

  it('uses the trained model under another id when only the analysis changes', async () => {
    const id = 'another';
    await run(folder, 'detect.count=3', ...alone, `id=${id}`);
    expect(folder.read(`runs/${id}/training/progress.json`)).toBe(folder.read('runs/tiny/training/progress.json'));
    const { provenance, features } = await result(folder, id);
    expect(provenance.trainingHash).toBe((await result(folder, 'tiny')).provenance.trainingHash);
    const detected = features.flatMap(({ windows }) => windows.flatMap(({ neurons }) => neurons));
    expect(detected.filter(({ role }) => role === 'detected')).toHaveLength(3);
  });

  it('with another seed gives another model and text', async () => {
    await run(folder, 'seed=1', ...alone, 'id=seeded');
    const [first, second] = [await result(folder, 'tiny'), await result(folder, 'seeded')];
    expect(second.provenance.seed).toBe(1);
    expect(second.provenance.trainingHash).not.toBe(first.provenance.trainingHash);
    expect(second.texts.sampled.tokens).not.toEqual(first.texts.sampled.tokens);
    expect(second.learningCurve?.epochs[0]?.validationLoss).not.toBe(first.learningCurve?.epochs[0]?.validationLoss);
  });

  it('does not train a checkpoint further in its own place', async () => {
    const words = ['model.checkpoint=runs/tiny/checkpoint', 'train.continue=true', 'id=tiny'];
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml', ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain('would replace runs/tiny/checkpoint');
  });

  it('finds manifest and text from another folder, by paths with spaces and letters beyond ASCII', async () => {
    const elsewhere = workFolder();
    elsewhere.write('my texts/größe 猫.txt', prose(400));
    elsewhere.write('my manifests/tiny.yaml', manifest(untested));
    const words = ['my manifests/tiny.yaml', 'corpus.source=my texts/größe 猫.txt', 'id=there'];
    const { code, stderr } = await commandHere(elsewhere, 'experiment', words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { corpus, provenance } = await result(elsewhere, 'there');
    expect(corpus.sources).toEqual([{ name: 'my texts/größe 猫.txt', credit: null }]);
    expect(provenance.command).toBe(
      "npm run experiment 'my manifests/tiny.yaml' 'corpus.source=my texts/größe 猫.txt' id=there",
    );
  });
});
