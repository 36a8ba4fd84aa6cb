import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { learnedVectors, vectorText } from '../../../../runner/io/embeddings/learned-vectors.ts';
import { readCorpus } from '../../../../runner/text/corpus.ts';
import type { CorpusSettings } from '../../../../runner/text/settings.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';
import { collect } from '../formats/vectors/fixture.ts';

const folder = temporaryFolder();

it('the text of vectors reads back bit for bit, without the tokens that it cannot hold', async () => {
  const { normal } = random(3);
  const tokens = ['<unk>', ' ', 'größe', '\n', '😀', 'a\u00a0b', 'the'];
  const rows = Float32Array.from({ length: 7 * 3 }, () => normal() * 10 ** Math.round(normal() * 4));
  const name = folder.write('written.txt', vectorText(tokens, rows));
  const { format, held, vectors } = await collect(name, tokens, folder.path);
  expect({ format, held }).toEqual({ format: 'word2vec text', held: 4 });
  const kept = [0, 2, 4, 6].map((id) => [tokens[id], [...rows.subarray(3 * id, 3 * id + 3)]] as const);
  expect(vectors).toEqual(new Map(kept));
});

it('vectors that were learned are found again for the same documents, and learned anew for others', async () => {
  const words = ['the', 'cat', 'sat', 'on', 'a', 'mat', 'and', 'slept'];
  const draw = random(9);
  const lines = Array.from({ length: 4000 }, () => Array.from({ length: 9 }, () => words[draw.below(8)]).join(' '));
  folder.write('text.txt', lines.join('\n'));
  const learn = async (more: object, name = 'a') => {
    const settings = { source: ['text.txt'], unit: 'word', minimumCount: 1, proportion: 1, heldOut: 0, validation: 0 };
    const corpus = await readCorpus({ ...settings, ...more } as CorpusSettings, { cwd: folder.path });
    const runs = join(folder.path, 'runs');
    const pause = vi.fn(async () => {});
    const task = { corpus, size: 4, seed: 1, run: join(runs, name), runs };
    const { rows } = await learnedVectors(task, { onProgress() {}, pause });
    return { learned: pause.mock.calls.length > 0, rows };
  };
  const first = await learn({});
  expect([first.learned, await learn({}), await learn({}, 'b')]).toEqual([
    true,
    { learned: false, rows: first.rows },
    { learned: false, rows: first.rows },
  ]);
  expect((await learn({ documentLength: 64 })).learned).toBe(true);
  expect((await learn({ documentLength: 64, documents: 'definitions' })).learned).toBe(true);
});
