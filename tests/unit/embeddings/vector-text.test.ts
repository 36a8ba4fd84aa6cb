import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { vectorText } from '../../../runner/embeddings/learned-vectors.ts';
import { collect } from '../formats/vectors/fixture.ts';

it('the text of vectors reads back bit for bit, without the tokens that it cannot hold', async () => {
  const { normal } = random(3);
  const tokens = ['<unk>', ' ', 'größe', '\n', '😀', 'a\u00a0b', 'the'];
  const rows = Float32Array.from({ length: 7 * 3 }, () => normal() * 10 ** Math.round(normal() * 4));
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  writeFileSync(join(folder, 'written.txt'), vectorText(tokens, rows));
  const { format, held, vectors } = await collect('written.txt', tokens, folder);
  rmSync(folder, { recursive: true });
  expect({ format, held }).toEqual({ format: 'word2vec text', held: 4 });
  const kept = [0, 2, 4, 6].map((id) => [tokens[id], [...rows.subarray(3 * id, 3 * id + 3)]] as const);
  expect(vectors).toEqual(new Map(kept));
});
