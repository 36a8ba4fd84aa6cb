/**
 * What the documentation shows in YAML is what the program reads: each block is loaded as what it is, and those of experiments are run,
 * on a small text with the files that they name.
 */
import { cpSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadManifest } from '../../runner/experiment/manifest/load.ts';
import { readSiteSettings } from '../../runner/publish/read-site-settings.ts';
import { loadSweep } from '../../runner/sweep/load.ts';
import { tokenize } from '../../runner/text/tokens.ts';
import { zipOf } from '../unit/io/formats/zip/zip-of.ts';
import { modern } from '../unit/nn/models/readers/reference-networks.ts';
import { type WorkFolder, workFolder } from './command.ts';
import { experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

type Keys = Record<string, unknown>;

/** A block, by the line at which its page begins it. */
interface Block {
  place: string;
  data: Keys;
}

const files = ['README.md', ...(await Array.fromAsync(glob('docs/*.md'))).sort()];
const blocks = files.flatMap((file): Block[] => {
  const page = readFileSync(file, 'utf8');
  return [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(({ 1: text = '', index }) => ({
    place: `${file}:${page.slice(0, index).split('\n').length}`,
    data: parse(text),
  }));
});

/** By a key that only such a file has; a block of other keys is (a part of) a manifest. */
const others: Readonly<Record<string, (folder: WorkFolder, data: Keys) => Promise<unknown>>> = {
  // Of GitHub, not ours.
  jobs: async () => null,
  async experiments(folder, data) {
    folder.write('site.yaml', stringify(data));
    return readSiteSettings(folder.path);
  },
  async base(folder, data) {
    folder.write(`sweeps/${data.base}`, manifest());
    return loadSweep(folder.write('sweeps/one.yaml', stringify(data)), {}, folder.path);
  },
};
const keyOf = ({ data }: Block) => Object.keys(others).find((key) => key in data);

/** With what it stands in. */
const asManifest = ({ data }: Block): Keys => ({
  title: 'From the documentation',
  ...('hold' in data ? { pairs: [{ name: 'held', source: 'pairs.tsv', ...data }] } : data),
});

/** Of the large network in whose place a small one stands, which does not know other words. */
const knownWords = readFileSync(modern('rwkv4/text.txt'), 'utf8').trim();
const text = prose(600);
const readBy = ({ checkpoint = '' }: Keys) =>
  String(checkpoint).includes('rwkv') ? `${knownWords}\n\n`.repeat(150) : text;
const jsonLines = (objects: readonly object[]) => objects.map((each) => JSON.stringify(each)).join('\n');
const listed = (value: unknown): Keys[] => (Array.isArray(value) ? value : []);

/** The files of labels that features name: every other word carries a label, few those that are asked for. */
function writeLabels(folder: WorkFolder, features: readonly Keys[]): void {
  const named = Map.groupBy(features, ({ labels }) => String(labels));
  for (const [file, asked] of named) {
    const wanted = [...asked.flatMap(({ label }) => label ?? []), ...Array(60).fill('other')];
    const spans = [...text.matchAll(/\w+ (\w+)/dg)].map(({ indices }, at) => {
      const [start, end] = indices?.[1] ?? [];
      return { start, end, label: wanted[at % wanted.length] };
    });
    const columns = ['form', 'lemma', 'upos', 'xpos', 'feats', 'head', 'deprel', 'deps', 'misc'];
    const row = (word: string, at: number) => {
      const own = (name: string) => [asked.find(({ column }) => column === name)?.label].flat()[0] ?? '_';
      return [at + 1, ...columns.map((name) => (name === 'form' ? word : word === 'cat' ? own(name) : '_'))].join('\t');
    };
    const words = tokenize(text, 'word');
    if (file.endsWith('.conllu')) {
      folder.write(
        file,
        `${words
          .filter((word) => word.trim() !== '')
          .map(row)
          .join('\n')}\n\n`,
      );
    } else if (asked.some(({ number }) => number)) {
      folder.write(file, jsonLines([{ text, numbers: words.map((_, at) => at % 9) }]));
    } else {
      folder.write(file, jsonLines([{ text, spans }]));
    }
  }
}

function writeFiles(folder: WorkFolder, { corpus, features, documents, pairs, observe, model }: Keys): void {
  const named = [(corpus as Keys | undefined)?.source, (observe as Keys | undefined)?.source, 'text.txt'];
  const element = (each: string) => `<file><content>${each}</content></file>`;
  const talks = `<xml>${Array.from({ length: 40 }, (_, talk) => element(prose(12, talk))).join('')}</xml>`;
  for (const path of named.flat().filter((each) => typeof each === 'string')) {
    folder.write(path, path.endsWith('.zip') ? zipOf({ 'talks.xml': talks }) : readBy((model ?? {}) as Keys));
  }
  writeLabels(
    folder,
    listed(features).filter((feature) => 'labels' in feature),
  );
  for (const { labels, label } of listed(documents)) {
    const value = (document: number) => (label === undefined ? 1900 + document : [label, 'other'][document % 2]);
    folder.write(
      String(labels),
      jsonLines(Array.from({ length: 60 }, (_, at) => ({ document: at, label: value(at) }))),
    );
  }
  for (const { source, by } of listed(pairs)) {
    const conditions = listed(by).map(String);
    const rows = Array.from({ length: 8 }, (_, at) => [
      'the cat ',
      'ran',
      'saw',
      ...conditions.map((_, bit) => (at >> bit) & 1),
    ]);
    const table = [['text', 'right', 'wrong', ...conditions], ...rows].map((row) => row.join('\t')).join('\n');
    if (source !== 'agreement') folder.write(String(source), table);
  }
}

/** In the place of the models that blocks name small ones: 8 units in that of the LSTM that comes with the project. */
function writeModels(folder: WorkFolder): void {
  cpSync(trained.at('runs/small/checkpoint'), folder.at('models/stories-lstm'), { recursive: true });
  const rwkv = 'my-models/rwkv-4-pile-169m';
  folder.write(`${rwkv}/.keep`, '');
  cpSync(modern('rwkv4/rwkv4-float32.pth'), folder.at(rwkv, 'rwkv.pth'));
  cpSync(modern('tokenizers/tokenizer.json'), folder.at(rwkv, '20B_tokenizer.json'));
}

/** As little work as shows that it runs. */
function less({ model, corpus, record, executor, pairs }: Keys): string[] {
  const { checkpoint } = (model ?? {}) as Keys;
  const own = ['observe.segment=32', 'observe.warmUp=4', 'observe.tokens=6000', 'sample.length=8', 'atlas=none'];
  own.push('corpus.documentLength=64', 'sample.prompt=the', 'watch=none', 'evidence=quick');
  if ((corpus as Keys | undefined)?.source === undefined) own.push('corpus.source=text.txt');
  if (executor !== undefined) own.push('executor=local');
  if (checkpoint !== undefined) return record === undefined ? own : [...own, 'record.layer=1'];
  const held = listed(pairs).flatMap(({ hold }) => listed(hold).flatMap(({ neurons }) => neurons as number[]));
  own.push('model.embedding.size=4', `model.units=${Math.max(8, ...held.map((neuron) => neuron + 1))}`);
  own.push('train.epochs=1', 'train.batch=8', 'train.window=8');
  // That takes as many units as the highest neuron.
  if (held.length > 0) own.push('evidence=none');
  return [...own, 'corpus.minimumCount=1', 'corpus.heldOut=0.5', 'corpus.validation=0.2'];
}

const trained = workFolder();
beforeAll(async () => {
  trained.write('text.txt', text);
  trained.write('small.yaml', manifest(untested));
  expect(await experimentHere(trained, ['small.yaml'])).toMatchObject({ code: 0 });
});

it('the documentation has blocks of every sort', () => {
  const sorts = Map.groupBy(blocks, (block) => keyOf(block) ?? 'manifest');
  expect([...sorts.keys()].sort()).toEqual(['base', 'experiments', 'jobs', 'manifest']);
  expect(sorts.get('manifest')?.length).toBeGreaterThan(10);
});

describe('a block of YAML is read as what it is', () => {
  it.each(blocks.filter((block) => keyOf(block) !== undefined))('$place', async (block) => {
    const read = others[keyOf(block) ?? ''];
    await expect(read?.(workFolder(), block.data)).resolves.toBeDefined();
  });
});

describe('a block of a manifest runs', () => {
  it.each(blocks.filter((block) => keyOf(block) === undefined))('$place', async (block) => {
    const folder = workFolder();
    const written = asManifest(block);
    writeModels(folder);
    writeFiles(folder, written);
    folder.write('block.yaml', stringify(written));
    await loadManifest('block.yaml', [], folder.path);
    const { code, stderr } = await experimentHere(folder, ['block.yaml', 'id=block', ...less(written)]);
    expect(code, stderr).toBe(0);
    expect(folder.has('public/results/block/result.json')).toBe(true);
  });
});
