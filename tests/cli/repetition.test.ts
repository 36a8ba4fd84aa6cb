import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../runner/experiment/results/schema.ts';
import { experiment, workFolder } from './command.ts';
import { commandHere, experimentHere, resultOf } from './here.ts';
import { manifest, prose, tinyFolder, training, untested } from './texts.ts';

/** Where evidence and atlas are not looked at. */
const alone = ['evidence=none', 'atlas=none'];

/** All but provenance, and the times that epochs and evidence took. */
const lasting = ({ provenance, learningCurve, evidence, ...rest }: Result) => ({
  ...rest,
  evidence: { ...evidence, seconds: 0 },
  learningCurve: learningCurve?.epochs.map((point) => ({ ...point, seconds: 0 })),
});

describe('an experiment run again', () => {
  const [folder, other] = [1, 2].map(() => tinyFolder({ train: training(2), evidence: 'quick', atlas: 'component' }));
  if (folder === undefined || other === undefined) throw new Error('two folders');
  const run = (...words: string[]) => resultOf(folder, ['tiny.yaml', ...words]);
  let first: Result;
  beforeAll(async () => {
    first = await resultOf(folder, ['tiny.yaml'], { how: experiment });
  });

  it('gives the same result in another folder, but for provenance', async () => {
    expect(lasting(await resultOf(other, ['tiny.yaml']))).toEqual(lasting(first));
    const names = folder.files('public/results/tiny').filter((name) => name.endsWith('.i8'));
    expect(names).toHaveLength(12);
    for (const name of [...names.map((each) => `public/results/tiny/${each}`), 'runs/tiny/recording.safetensors']) {
      expect(readFileSync(other.at(name))).toEqual(readFileSync(folder.at(name)));
    }
  });

  it('reads nothing more for the atlas beside quick evidence', () => {
    const atlas = JSON.parse(folder.read(`public/results/tiny/atlas.${first.record.component}.1.json`));
    expect(atlas).toMatchObject({ networks: 0, learned: null, memory: null, parts: [] });
  });

  it('does not train again, and leaves every published file as it is', async () => {
    const published = () =>
      folder.files('public/results/tiny').map((name) => [name, readFileSync(folder.at('public/results/tiny', name))]);
    const progress = () => folder.read('runs/tiny/training/progress.json');
    const before = [published(), progress()];
    await run();
    expect([published(), progress()]).toEqual(before);
  });

  it('writes a result anew that says something else, or of which a file was changed', async () => {
    const name = 'public/results/tiny/observed.hidden.1.i8';
    const bytes = readFileSync(folder.at(name));
    folder.write(name, 'damaged');
    expect((await run()).provenance.started).not.toBe(first.provenance.started);
    expect(readFileSync(folder.at(name))).toEqual(bytes);
    expect((await run('title=Another', 'id=tiny')).title).toBe('Another');
    expect((await run()).title).toBe('Tiny');
  });

  it('uses the trained model under another id when only the analysis changes', async () => {
    const { provenance, features } = await run('detect.count=3', ...alone, 'id=another');
    expect(folder.read('runs/another/training/progress.json')).toBe(folder.read('runs/tiny/training/progress.json'));
    expect(provenance.trainingHash).toBe(first.provenance.trainingHash);
    const detected = features.flatMap(({ windows }) => windows.flatMap(({ neurons }) => neurons));
    expect(detected.filter(({ role }) => role === 'detected')).toHaveLength(3);
  });

  it('with another seed gives another model and text', async () => {
    const second = await run('seed=1', ...alone, 'id=seeded');
    expect(second.provenance.seed).toBe(1);
    expect(second.provenance.trainingHash).not.toBe(first.provenance.trainingHash);
    expect(second.texts.sampled.tokens).not.toEqual(first.texts.sampled.tokens);
    expect(second.learningCurve?.epochs[0]?.validationLoss).not.toBe(first.learningCurve?.epochs[0]?.validationLoss);
  });

  it('does not train a checkpoint further in its own place', async () => {
    const words = ['model.checkpoint=runs/tiny/checkpoint', 'train.continue=true', 'id=tiny'];
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('would replace runs/tiny/checkpoint')]);
  });

  it('finds manifest and text from another folder, by paths with spaces and letters beyond ASCII', async () => {
    const elsewhere = workFolder();
    elsewhere.write('my texts/größe 猫.txt', prose(400));
    elsewhere.write('my manifests/tiny.yaml', manifest(untested));
    const words = ['my manifests/tiny.yaml', 'corpus.source=my texts/größe 猫.txt', 'id=there'];
    const how = (...[, given]: Parameters<typeof experimentHere>) => commandHere(elsewhere, 'experiment', given);
    const { corpus, provenance } = await resultOf(elsewhere, words, { how });
    expect(corpus.sources).toEqual([{ name: 'my texts/größe 猫.txt', credit: null }]);
    expect(provenance.command).toBe(
      "npm run experiment 'my manifests/tiny.yaml' 'corpus.source=my texts/größe 猫.txt' id=there",
    );
  });
});
