import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lockOf, lockRun, ownerOf, ownerText } from '../../../runner/experiment/lock.ts';

const made: string[] = [];
const folder = (): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'rnn-atlas-lock-')), 'run');
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** A lock as another machine leaves it. */
function leftBy(host: string, process: number): string {
  const run = folder();
  rmSync(run, { recursive: true, force: true });
  made.push(run);
  return place(run, ownerText({ process, host, since: 7 }, 3));
}

function place(run: string, text: string): string {
  mkdirSync(run, { recursive: true });
  writeFileSync(lockOf(run), text);
  return run;
}

/** No process has so high a number. */
const gone = 2 ** 30;

describe('a lock', () => {
  it('is gone with its release, and the folder with it when nothing is kept there', async () => {
    const run = folder();
    const lock = await lockRun(run);
    await lock.check();
    await lock.release();
    expect(existsSync(run)).toBe(false);
  });

  it('of a process of this machine that is gone holds nobody back', async () => {
    const run = leftBy(hostname(), gone);
    const asked: unknown[] = [];
    const lock = await lockRun(run, { wait: 5, onWait: (owner) => asked.push(owner) });
    expect(asked).toEqual([]);
    await lock.release();
  });

  it('of another machine is taken over when its count stands still, whatever its clock says', async () => {
    const run = leftBy('another-machine', process.pid);
    const then = new Date('2099-01-01');
    utimesSync(lockOf(run), then, then);
    const asked: string[] = [];
    const lock = await lockRun(run, { wait: 5, onWait: ({ host }) => asked.push(host) });
    expect(asked).toEqual(['another-machine']);
    await lock.check();
    await lock.release();
  });

  it('of another machine holds as long as its count goes on', async () => {
    const run = leftBy('another-machine', 12);
    const refused = lockRun(run, { wait: 60 });
    let count = 3;
    const counting = setInterval(() => {
      count += 1;
      writeFileSync(lockOf(run), ownerText({ process: 12, host: 'another-machine', since: 7 }, count));
    }, 20);
    await expect(refused)
      .rejects.toThrow(/^Another command, process 12 on another-machine, is working on /)
      .finally(() => clearInterval(counting));
    expect(ownerOf(readFileSync(lockOf(run), 'utf8'))?.host).toBe('another-machine');
  });

  it('counts as long as it is held, beside others of the same process, and writes nothing after', async () => {
    const [held, released] = [folder(), folder()];
    const countOf = (run: string): number => Number(JSON.parse(readFileSync(lockOf(run), 'utf8')).count);
    const locks = [await lockRun(held), await lockRun(released)] as const;
    await expect.poll(() => [countOf(held), countOf(released)], { timeout: 20_000 }).toEqual([1, 1]);
    const left = readFileSync(lockOf(released), 'utf8');
    await locks[1].release();
    // Even its own text, put there by somebody, is left as it is.
    place(released, left);
    await expect.poll(() => countOf(held), { timeout: 20_000 }).toBeGreaterThan(1);
    expect(readFileSync(lockOf(released), 'utf8')).toBe(left);
    await locks[0].release();
    expect(existsSync(held)).toBe(false);
  });

  it('that was cut off by a crash holds nobody back, nor does one of an older version', async () => {
    for (const text of ['', '{"process":1', '4711']) {
      const lock = await lockRun(place(folder(), text), { wait: 5 });
      await lock.release();
    }
  });

  it('is given to one of many that find a dead one at the same time', async () => {
    const run = leftBy('another-machine', 12);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => lockRun(run, { wait: 30 })));
    const locks = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const held = await Promise.allSettled(locks.map((lock) => lock.check()));
    expect(held.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(run)).toEqual(['.lock']);
    for (const lock of locks) await lock.release();
  });

  it('says so when another command has taken the run over', async () => {
    const run = folder();
    const lock = await lockRun(run);
    writeFileSync(lockOf(run), ownerText({ process: 12, host: 'another-machine', since: 7 }, 0));
    await expect(lock.check()).rejects.toThrow(/^Another command has begun to work on .*sleeps/);
    await lock.release();
    expect(ownerOf(readFileSync(lockOf(run), 'utf8'))?.host).toBe('another-machine');
  });
});
