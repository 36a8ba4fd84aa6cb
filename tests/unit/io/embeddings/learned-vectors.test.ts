import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { random } from '../../../../runner/core/random.ts';
import { learnedVectors } from '../../../../runner/io/embeddings/learned-vectors.ts';
import { readCorpus } from '../../../../runner/text/corpus.ts';
import type { CorpusSettings } from '../../../../runner/text/settings.ts';
import { temporaryFolder } from '../../text/temporary-folder.ts';

const folder = temporaryFolder();

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
