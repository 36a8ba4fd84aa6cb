/** Packs both packages into a folder, with their checksums, and looks into them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The packages by name, each with its folder in the project. */
export const packages = { 'rnn-atlas': '.', 'rnn-atlas-models': 'models' } as const;

/** As `sha256sum -c` reads them. */
export const sumsName = 'SHA256SUMS';
export const notesName = 'NOTES.md';

export interface PackedFile {
  name: string;
  bytes: number;
  /** In hexadecimal digits. */
  sha256: string;
}

/**
 * What is in the folder of an earlier packing goes.
 * @throws Error when the folder holds anything else, npm cannot pack, or a package is not what its name says.
 */
export function packAll(project: string, into: string, version: string, notes: string): PackedFile[] {
  emptyFolder(into);
  const folders = Object.values(packages).map((folder) => `./${folder}`);
  const { status } = spawnSync(
    'npm',
    ['pack', ...folders, '--loglevel=error', '--pack-destination', relative(project, into)],
    {
      cwd: project,
      stdio: ['ignore', 'ignore', 'inherit'],
      // There npm is a file of the command line.
      shell: process.platform === 'win32',
    },
  );
  const files = Object.keys(packages).map((name): PackedFile => {
    const file = `${name}-${version}.tgz`;
    if (status !== 0 || !existsSync(join(into, file)))
      throw new Error(`npm pack ${folders.join(' ')} did not make ${file}`);
    const data = readFileSync(join(into, file));
    const inside = JSON.parse(fileIn(gunzipSync(data), 'package/package.json') ?? '{}');
    if (inside.name !== name || inside.version !== version)
      throw new Error(`${file} holds ${inside.name} ${inside.version}`);
    return { name: file, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') };
  });
  writeFileSync(join(into, sumsName), files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''));
  writeFileSync(join(into, notesName), `${notes}\n`);
  return files;
}

function emptyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder);
  const ours = (name: string) => /^rnn-atlas(-models)?-\d.*\.tgz$/.test(name) || [sumsName, notesName].includes(name);
  const other = names.find((name) => !ours(name));
  if (other !== undefined) throw new Error(`${folder} holds ${other}: name a folder that is empty, or not there`);
  for (const name of names) rmSync(join(folder, name));
}

/** Text of a file in a tar archive; null when it is not there. */
function fileIn(tar: Uint8Array, path: string): string | null {
  const text = (from: number, length: number) =>
    new TextDecoder().decode(tar.subarray(from, from + length)).replace(/\0.*$/s, '');
  const block = 512;
  for (let at = 0; at + block <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (text(at, 100) === path) return text(at + block, size);
    at += block + block * Math.ceil(size / block);
  }
  return null;
}
