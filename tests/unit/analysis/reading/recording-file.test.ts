import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRecordingFile,
  openRecording,
  recordingInMemory,
} from '../../../../runner/analysis/reading/recording.ts';
import { firstTokens } from '../../../../runner/analysis/stats/view.ts';
import { decodeSafetensors } from '../../../../runner/io/formats/safetensors/read.ts';

const architecture = { cell: 'rnn', layers: 2, units: 3, embedding: 0, vocabulary: 5 } as const;
const rows = (from: number, count: number) => Float32Array.from({ length: 3 * count }, (_, i) => 3 * from + i);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const segments = [0, 2].map((start) => [start, 2] as const);
const rest = { ids: Int32Array.of(4, 3, 2, 1), nll: Float32Array.of(0.5, 2, 1), segments };
const names = ['preactivation.1', 'hidden.1', 'preactivation.2', 'hidden.2'];
const create = (path: string) => createRecordingFile(path, architecture, { tokens: 4, segments: 2 });
async function write(...path: string[]) {
  const own = join(folder, ...path, 'recording.safetensors');
  const file = await create(own);
  for (const name of names) {
    await file.write(name, 2, rows(2, 2));
    await file.write(name, 0, rows(0, 2));
  }
  return { file, path: own };
}
const finished = async (...path: string[]) => {
  const written = await write(...path);
  await written.file.finish(rest);
  return written.path;
};

describe('a recording', () => {
  it('is a safetensors file with every array at its place', async () => {
    const path = await finished('deep');
    const arrays = decodeSafetensors(await readFile(path), path);
    expect(arrays).toMatchObject({
      'hidden.2': { shape: [4, 3], data: rows(0, 4) },
      token: { shape: [4], data: Float32Array.from(rest.ids) },
      nll: { data: rest.nll },
      segments: { shape: [2, 2], data: Float32Array.of(0, 2, 2, 2) },
    });
    const recording = await openRecording(path);
    const at = (...tokens: number[]) => [0, 1, 2].map((n) => Float32Array.from(tokens, (t) => 3 * t + n));
    expect(await recording.at('preactivation.1')).toEqual(at(0, 1, 2, 3));
    expect(await recording.at('hidden.1', firstTokens(2))).toEqual(at(0, 1));
    expect(await recording.at('hidden.2', { positions: Int32Array.of(3, 1), length: 1 })).toEqual(at(3, 1));
    expect(await recording.series('nll')).toEqual(rest.nll);
    await expect(recording.at('hidden.1', firstTokens(5))).rejects.toThrow('token 4 of 4 is not there');
    await expect(recording.at('output.1')).rejects.toThrow(/holds no array "output.1"/);
  });

  it('that lacks a row, or is given one beyond its end, is refused instead of holding zeros', async () => {
    const file = await create(join(folder, 'recording.safetensors'));
    for (const name of names.slice(0, -1)) await file.write(name, 0, rows(0, 4));
    await file.write('hidden.2', 1, rows(1, 3));
    await expect(file.write('hidden.1', 3, rows(0, 2))).rejects.toThrow(/do not fit into "hidden.1"/);
    expect(() => file.write('cell.1', 0, rows(0, 1))).toThrow(/no array "cell.1"/);
    await expect(file.finish(rest)).rejects.toThrow(/"hidden.2" was not written in full/);
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it('that was cut short is refused, not read as zeros', async () => {
    const path = await finished();
    const { length } = await readFile(path);
    await truncate(path, length - 100);
    const recording = await openRecording(path);
    expect(await recording.at('preactivation.1')).toHaveLength(3);
    await expect(recording.at('hidden.2')).rejects.toThrow(/ends within "hidden.2"/);
  });

  it('is not there before it is complete, and leaves nothing behind when discarded', async () => {
    const { file } = await write();
    expect(await readdir(folder)).toEqual(['recording.safetensors.tmp']);
    await file.discard();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a recording in memory', () => {
  const recording = (rows: Float32Array) => recordingInMemory(new Map([['hidden.1', rows]]), () => 2);
  const six = recording(Float32Array.of(1, 2, 3, 4, 5, 6));

  it('gives rows of tokens as rows of neurons, at the tokens that are asked for, and refuses what it has not', async () => {
    await expect(recording(Float32Array.of(1, 2, 3)).at('hidden.1')).rejects.toThrow('3 numbers are no rows of 2');
    await expect(six.at('hidden.2')).rejects.toThrow('no array "hidden.2"');
    expect(await six.at('hidden.1')).toEqual([Float32Array.of(1, 3, 5), Float32Array.of(2, 4, 6)]);
    const view = { positions: Int32Array.of(2, 0), length: 2 };
    expect(await six.at('hidden.1', view)).toEqual([Float32Array.of(5, 1), Float32Array.of(6, 2)]);
    const twice = { positions: Int32Array.of(1, 1), length: 2 };
    await expect(six.at('hidden.1', twice)).rejects.toThrow('asked for twice');
  });

  it('is turned once for all who ask for the same while it is held, in memory that threads share', async () => {
    const all = await six.at('hidden.1');
    expect((await six.at('hidden.1'))[1]?.buffer).toBe(all[0]?.buffer);
    expect(all[0]?.buffer).toBeInstanceOf(SharedArrayBuffer);
    const views = [Int32Array.of(2, 0), Int32Array.of(2, 1), Int32Array.of(2, 0)];
    const seen = (positions: Int32Array) => six.at('hidden.1', { positions, length: 2 });
    const [one, other, same] = await Array.fromAsync(views, seen);
    expect(same?.[0]?.buffer).toBe(one?.[0]?.buffer);
    expect(other).toEqual([Float32Array.of(5, 3), Float32Array.of(6, 4)]);
    expect(same).toEqual([Float32Array.of(5, 1), Float32Array.of(6, 2)]);
  });

  it('with any bit flipped is noticed, or gives what was written', async () => {
    const path = await finished();
    const whole = await readFile(path);
    const readAll = async () => {
      const recording = await openRecording(path);
      // Of the first token alone: damage behind it is noticed too.
      const reads = names.flatMap((name) => [recording.at(name, firstTokens(1)), recording.at(name)]);
      return Promise.all([...reads, recording.series('nll')]);
    };
    const written = await readAll();
    const dataStarts = 8 + Number(whole.readBigUInt64LE(0));
    let unnoticed = 0;
    for (let bit = 0; bit < 8 * whole.length; bit += 7) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await writeFile(path, flipped);
      const read = await readAll().catch(() => null);
      if (read === null) continue;
      expect(read, `bit ${bit}`).toEqual(written);
      // The ids and segments, which nobody asked for, lie at the end.
      if (bit >> 3 >= dataStarts && bit >> 3 < dataStarts + 4 * (4 * 12)) unnoticed++;
    }
    expect(unnoticed).toBe(0);
  });
});
