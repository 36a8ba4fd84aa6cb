/**
 * `import`, and in tests/long/kills.test.ts more often and `ship` and `export` too, killed at random moments of its time and as soon as
 * it touches the folder that it writes into: what it writes is whole or not there, and the same command goes on.
 */
import { mkdirSync, readFileSync, watch } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { random } from '../../runner/core/random.ts';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { type Checkpoint, saveCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { installedBrowser } from '../../runner/publish/browser.ts';
import { cases } from '../fixtures/results/cases.ts';
import { makeResults } from '../fixtures/results/make-results.ts';
import { oneAtATime } from '../one-build.ts';
import { command, sendsSignals, start, startCommand, until, type WorkFolder, workFolder } from './command.ts';

const kills = Number(process.env.KILLS ?? 2);

/** Every second one when something has changed in the watched folder. @returns what the command says that nobody kills at last. */
async function killed(
  folder: WorkFolder,
  [name, ...words]: readonly string[],
  { watched, takes, check }: { watched: string; takes: number; check: () => void },
) {
  const draw = random(kills);
  const begin = () => startCommand(folder, name ?? '', words);
  let count = 0;
  // One that was done before its kill is tried again, though not for ever.
  for (let tries = 0; count < kills; tries++) {
    if (tries > 4 * kills) throw new Error(`${name} was killed ${count} times of ${kills}`);
    const changes = new AbortController();
    const changed = new Promise<void>((resolve) => {
      // Whether the folder can be written is tried before anything is done.
      const heard = (_: string, file: string | null) => file?.startsWith('.rnn-atlas-') || resolve();
      watch(folder.at(watched), { signal: changes.signal }, heard);
    });
    const { child, ended } = begin();
    if (count % 2 === 0) await Promise.race([ended, setTimeout(draw.uniform() * takes)]);
    else {
      await Promise.race([ended, changed]);
      await Promise.race([ended, setTimeout(draw.uniform() * 60)]);
    }
    changes.abort();
    child.kill('SIGKILL');
    const { code, signal, stderr } = await ended;
    if (signal === null && code !== 0) throw new Error(stderr);
    count += Number(signal !== null);
    check();
  }
  const last = await begin().ended;
  expect(last).toMatchObject({ code: 0, stderr: '' });
}

async function timed(folder: WorkFolder, [name = '', ...words]: readonly string[]): Promise<number> {
  const begun = performance.now();
  expect(await command(folder, name, words)).toMatchObject({ code: 0, stderr: '' });
  return performance.now() - begun;
}

const vocabulary = ['<unk>', ' ', '.', ...Array.from({ length: kills > 2 ? 12_000 : 4000 }, (_, n) => `w${n}`)];
/** A model of some 5 or 20 MB: writing it takes a while. */
const model = (seed: number): Checkpoint => {
  const architecture = { cell: 'lstm', layers: 1, units: 192, embedding: 64, vocabulary: vocabulary.length } as const;
  return { architecture, unit: 'word', vocabulary, weights: initialWeights(architecture, 'glorot', seed) };
};

it.runIf(sendsSignals).each([
  ['import', ['theirs.safetensors', 'as=mine', 'vocabulary=words.json', 'text=text.txt'], 'overwrite=true'] as const,
  // It puts a model in the place of another as `import` does.
  ...(kills > 2 ? [['ship', ['tiny', 'as=mine'], 'replace=true'] as const] : []),
])('a killed %s leaves whole models alone, and goes on', { timeout: 3_600_000 }, async (name, words, insists) => {
  const folder = workFolder();
  const { weights } = model(2);
  await saveCheckpoint(folder.at('runs/tiny/checkpoint'), model(2));
  const theirs = Object.entries(weights).map(([name, tensor]) => [name.replace('embedding', 'encoder'), tensor]);
  folder.write('theirs.safetensors', encodeSafetensors(Object.fromEntries(theirs), 'F32'));
  folder.write('words.json', JSON.stringify(vocabulary));
  folder.write('text.txt', 'w1 w2. w3 w4. '.repeat(200));
  const takes = await timed(folder, [name, ...words, 'models=unbroken']);
  await saveCheckpoint(folder.at('models/mine'), model(1));
  const weightsOf = (place: string) => readFileSync(folder.at(place, 'weights.safetensors')).toString('latin1');
  const [fresh, old] = [weightsOf('unbroken/mine'), weightsOf('models/mine')];
  const json = folder.read('unbroken/mine/model.json');
  const check = () => {
    // What people see: not what a name with a dot hides.
    const shown = folder.files('models').flatMap((file) => (file.startsWith('.') ? [] : [file.split('/')[0] ?? '']));
    // Killed between two renames, the one that stood there lies aside: readers and the same command put it back.
    const there = [...new Set(shown), ...(folder.has('models/.mine.old') ? ['.mine.old'] : [])];
    expect(there.some((each) => each === 'mine' || each === '.mine.old')).toBe(true);
    // The one that was there first is kept, under whatever name, and every other is the new one.
    const kinds = there.map((each) => [fresh, old].indexOf(weightsOf(`models/${each}`)));
    expect(kinds.filter((kind) => kind === 1)).toHaveLength(1);
    expect(kinds).not.toContain(-1);
    for (const each of there) expect(() => JSON.parse(folder.read(`models/${each}/model.json`))).not.toThrow();
  };
  await killed(folder, [name, ...words, insists], { watched: 'models', takes, check });
  expect([weightsOf('models/mine') === fresh, folder.read('models/mine/model.json')]).toEqual([true, json]);
  // Nor is anything left half-written.
  expect(folder.files('models').filter((each) => each.startsWith('.'))).toEqual([]);
});

it.runIf(sendsSignals && kills > 2)('a killed export leaves a whole page or none', { timeout: 3_600_000 }, async () => {
  const folder = workFolder();
  const [untested] = cases.filter(({ id }) => id === 'rnn-characters');
  await makeResults(folder.at('public'), untested && [untested]);
  const [words, to] = [['export', 'rnn-characters', 'as=html'], 'runs/rnn-characters/export'];
  await oneAtATime(async () => {
    const takes = await timed(folder, [...words, 'to=unbroken']);
    const { length } = folder.read('unbroken/rnn-characters.html');
    mkdirSync(folder.at(to), { recursive: true });
    const pages = () => folder.files(to).filter((each) => !each.startsWith('.'));
    const check = () => {
      for (const page of pages()) {
        expect(page).toBe('rnn-characters.html');
        // Of two builds a page is the same but for the order of its styles.
        const html = folder.read(`${to}/${page}`);
        expect([html.length, /^<!doctype html>.*<\/html>\s*$/is.test(html)]).toEqual([length, true]);
      }
    };
    await killed(folder, words, { watched: to, takes, check });
    check();
    expect(folder.files(to)).toEqual(['rnn-characters.html']);
  });
});

/** Also of one that has ended and that nobody has asked about. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

it.runIf(process.platform === 'linux' && installedBrowser() !== null)(
  'a browser that a command opened ends with it when it is killed',
  async () => {
    const module = new URL('../../runner/publish/browser.ts', import.meta.url).href;
    const opens = `const { openBrowser } = await import('${module}'); console.log((await openBrowser()).process().pid)`;
    const { child, said, ended } = start(process.execPath, ['--input-type=module', '-e', opens], workFolder().path);
    await until(() => said.stdout.includes('\n'));
    expect(runs(Number(said.stdout))).toBe(true);
    child.kill('SIGKILL');
    await ended;
    await until(() => !runs(Number(said.stdout)), 20);
  },
);
