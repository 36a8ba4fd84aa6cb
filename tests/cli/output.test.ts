import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPublishedEvolution, readResult } from '../../runner/experiment/results/read.ts';
import { type Ended, experiment, start, startCommand, startFile } from './command.ts';
import { commandHere, resultOf } from './here.ts';
import { manifest, tinyFolder, training, untested } from './texts.ts';

const folder = tinyFolder({ evidence: 'quick' });

const esc = '\u001b';
const trueColour = `${esc}[48;2;`;

describe('what the command prints', () => {
  let piped: Ended;
  beforeAll(async () => {
    piped = await experiment(folder, ['tiny.yaml']);
  });

  it('into a pipe is the verdict and the claims without colour, where the result lies, and no progress', () => {
    expect(piped).toMatchObject({ code: 0, stderr: '' });
    expect(piped.stdout).not.toMatch(/(?!\n)\p{Cc}/u);
    expect(piped.stdout).toMatch(/^Neuron \d is not shown to tell whether [^:]*\.\nIt could not be measured\. [^.]+/);
    expect(piped.stdout).toMatch(/\nneuron {2}feature +passed +effect[^\n]*\n +\d {2}sentence end /);
    expect(piped.stdout).not.toContain('rank 1');
    expect(piped.stdout).toMatch(
      /\nPerplexity\s+[\d.]+\s+a\s+token\s+on\s+[\d,]+\s+tokens\s+of\s+held-out\s+text\s+\(\d+%\s+of\s+what\s+is\s+held\s+out\),\s+the\s+first\s+of\s+each\s+segment\s+not\s+counted\.\n/,
    );
    expect(piped.stdout).toMatch(
      /\nResult: public\/results\/tiny {2}Tables and recording: runs\/tiny \(\d[\d.]* [kM]B\)\n/,
    );
    expect(piped.stdout).toMatch(/\nLook at it: npm run site, then open \/experiments\/tiny\/\n$/);
  });

  it('is kept in two files, with and without colour', () => {
    expect(folder.read('runs/tiny/table.ans')).toContain(trueColour);
    expect(folder.read('runs/tiny/table.txt')).toMatch(
      /^sentence end: tokens that match \/\[\.\?!\]\/\n[\s\S]*\nneuron \d: rank 1, relevance 1\.000\n/,
    );
    expect(folder.read('runs/tiny/claims.txt')).toContain('^ “sentence end”.');
  });

  it('has 24-bit colours with FORCE_COLOR=3, and a passage; with table=true the table behind it, under the same name', async () => {
    const coloured = await commandHere(folder, 'experiment', ['tiny.yaml', 'table=true'], { FORCE_COLOR: '3' });
    const claims = folder.read('runs/tiny/claims.ans');
    expect(claims).toContain('Underlined: “sentence end”.');
    expect(coloured.stdout.startsWith(`${claims}\n${folder.read('runs/tiny/table.ans')}\nPerplexity `)).toBe(true);
    expect(coloured.stdout).toContain('Result: public/results/tiny ');
  });

  it('may be cut off by its reader', async () => {
    const { child, ended } = startCommand(folder, 'help', []);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('says how a pattern did that matches nothing, or everything', async () => {
    const features = '[{ name: a zebra, match: zebra }, { name: all, match: .+ }]';
    const words = ['tiny.yaml', `features=${features}`, 'table=true', 'evidence=none'];
    const { stdout } = await commandHere(folder, 'experiment', words);
    const [nothing = '', everything = ''] = stdout.split(/^(?=all: )/m);
    expect(nothing).toMatch(/^No claim was tested: evidence=none\.\n/);
    expect(nothing).toMatch(/\n! [^\n]*no token[^\n]*\n/i);
    expect(nothing).toContain('No neuron is shown for this feature.');
    expect(everything).toMatch(/\n! [^\n]*(every|all)[^\n]*\n/i);
  });
});

/** util-linux' script gives a program a terminal; its options differ elsewhere. */
const hasTerminal = (() => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();

describe.runIf(hasTerminal)('on a terminal', () => {
  // A terminal of CI has other colours than a reader's.
  const onTerminal = (words: string) =>
    start(
      'script',
      ['-qec', `unset CI; stty cols 90; '${process.execPath}' '${startFile}' experiment ${words}`, '/dev/null'],
      folder.path,
      { TERM: 'xterm-256color' },
    ).ended;

  const words = 'tiny.yaml id=seven seed=7 evidence=none';

  it('shows the steps, the epochs and a coloured passage; takes the model again, and an error leaves no half-drawn line', async () => {
    const { code, stdout } = await onTerminal(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/✔ Corpus text\.txt \(/);
    expect(stdout).toMatch(/Untrained model: validation loss 3\.\d+ \(perplexity [\d.]+\), [\d.]+% correct/);
    expect(stdout).toMatch(
      /Epoch 1: validation loss [\d.]+ \(perplexity [\d.]+\), [\d.]+% correct( \(white space included\))?, kept/,
    );
    expect(stdout).toMatch(/epoch 1 of 1, loss [\d.]+, perplexity [\d.]+, [\d.]+( k)? tokens\/s/);
    expect(stdout).toContain(`${esc}[48;5;`);
    expect(stdout).toContain('Underlined: “sentence end”.');
    const again = await onTerminal(`${words} sample.length=100000000000`);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('The model was already trained with these settings.');
    expect(again.stdout).not.toContain('epoch 1');
    const [last = ''] = again.stdout.trimEnd().split('\n').slice(-1);
    expect(last.split(`${esc}[2K`).at(-1)).toMatch(/^This does not fit into memory /);
  });
});

describe('the text that a model writes', () => {
  const settings = { ...untested, train: training(2) };
  folder.write('plain.yaml', manifest(settings));
  folder.write('watched.yaml', manifest({ ...settings, watch: 'text' }));
  const weights = (run: string) => readFileSync(folder.at(run, 'checkpoint/weights.safetensors'));

  it('is shown after every epoch in the terminal, published with its activations, and changes no training', async () => {
    const { code, stderr } = await commandHere(folder, 'experiment', ['watched.yaml']);
    expect(code, stderr).toBe(0);
    const titles = stderr.split('\n').filter((line) => line.includes(' writes'));
    expect(titles.map((title) => title.replace(/, coloured by neuron \d+/, ''))).toEqual(
      ['The untrained model', 'After epoch 1 the model', 'After epoch 2 the model'].map((who) => `${who} writes:`),
    );
    // In a folder of runs of its own, so that it is trained, too.
    const plain = await resultOf(folder, ['plain.yaml', 'runs=elsewhere']);
    expect(plain.evolution).toBeUndefined();
    expect(weights('runs/watched')).toEqual(weights('elsewhere/plain'));

    const directory = folder.at('public/results/watched');
    const result = await readResult(directory);
    const evolution = await readPublishedEvolution(directory, result);
    expect(evolution?.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(evolution?.activations?.tokens).toBe(3 * (20 + 3));
    // The last epoch is the best: the model that is published writes the very same text.
    if (result.learningCurve?.bestEpoch === 2) {
      expect(evolution?.epochs[2]?.tokens).toEqual(result.texts.sampled.tokens);
    }
  });
});
