import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experimentHere } from './here.ts';
import { manifest, tinyFolder, training, untested } from './texts.ts';

it('what does not fit into the memory is said so', async () => {
  const folder = tinyFolder();
  const words = ['tiny.yaml', 'sample.length=100000000000', 'runs=elsewhere'];
  const { code, stderr } = await experimentHere(folder, words);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^This does not fit into memory [^\n]*sample\.length[^\n]*\n$/);
  expect(folder.has('public')).toBe(false);
});

const folder = tinyFolder();
const disk = folder.at('disk');
mkdirSync(disk);
const mount = (...how: string[]) => execFileSync('mount', [...how, disk], { stdio: 'ignore' });
/** A disk of 200 KB. */
const mountSmallDisk = () => mount('-t', 'tmpfs', '-o', 'size=200k', 'tmpfs');
const unmount = () => execFileSync('umount', [disk]);

/** Whether the system lets us make one. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mountSmallDisk();
  } catch {
    return false;
  }
  unmount();
  return true;
}

describe.runIf(canMount())('on a full disk', () => {
  beforeEach(mountSmallDisk);
  afterEach(unmount);

  it('the older result stays as it is, and the message says what to do', async () => {
    const words = ['tiny.yaml', 'results=disk/results', 'id=tiny', 'evidence=none', 'atlas=none'];
    expect((await experimentHere(folder, words)).code).toBe(0);
    const before = folder.read('disk/results/tiny/result.json');
    folder.write('disk/ballast', new Uint8Array(4096 * 15));
    const { code, stderr } = await experimentHere(folder, [...words, 'sample.length=4000']);
    expect(code, stderr).toBe(1);
    expect(stderr).toMatch(/^ENOSPC[^\n]*The disk is full: free some space and run the same command again\.[^\n]*\n$/);
    expect(folder.read('disk/results/tiny/result.json')).toBe(before);
    expect(folder.files('disk/results').every((name) => name.startsWith('tiny/'))).toBe(true);
  });

  it('a training stops with its last state whole, and goes on to the same weights', async () => {
    folder.write('long.yaml', manifest({ train: training(30, { keep: 'all', patience: 'none' }), ...untested }));
    // Room for some of the epochs.
    mount('-o', 'remount,size=560k');
    const words = ['long.yaml', 'runs=disk/runs'];
    const { code, stderr } = await experimentHere(folder, words);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ENOSPC[^\n]*The disk is full: free some space and run the same command again\.[^\n]*\n$/);
    mount('-o', 'remount,size=8m');
    const again = await experimentHere(folder, words);
    expect(again.stderr).toMatch(/^Continues after epoch \d+\.\n$/);
    expect((await experimentHere(folder, ['long.yaml', 'runs=elsewhere'])).code).toBe(0);
    const weights = (runs: string) => readFileSync(folder.at(runs, 'long/checkpoint/weights.safetensors'));
    expect(weights('disk/runs')).toEqual(weights('elsewhere'));
  });

  it('that may only be read is named before anything is trained', async () => {
    mount('-o', 'remount,ro');
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml', 'runs=disk/new']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The folder disk\/new cannot be written\. The disk may only be read\. [^\n]*runs=[^\n]*\n$/,
    );
  });
});
