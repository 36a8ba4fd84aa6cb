import { cpSync, readFileSync, rmSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentReporter } from '../../runner/core/reporter.ts';
import { mostMemory } from '../../runner/experiment/evidence/untrained-threads.ts';
import { readResult } from '../../runner/experiment/results/read.ts';
import type { Result } from '../../runner/experiment/results/schema.ts';
import type { WorkFolder } from './command.ts';
import { commandHere, evidenceHere, experimentHere } from './here.ts';
import { folderWith } from './texts.ts';

/** Enough documents for the tests, and enough neurons that they take a while. */
const settings = {
  model: { units: 16, embedding: { size: 4 } },
  corpus: { source: 'text.txt', minimumCount: 1, heldOut: 0.6, validation: 0.1 },
  features: [{ name: 'short words', match: 'cat|dog|I' }],
  // One segment of each document.
  observe: { segment: 64, warmUp: 8, tokens: 3000 },
  record: { component: 'hidden' },
};
const newFolder = () => folderWith({ tiny: settings }, 2300);

/** With what another one has run and published. */
function copyOf(other: WorkFolder): WorkFolder {
  const folder = newFolder();
  for (const name of ['runs', 'public']) cpSync(other.at(name), folder.at(name), { recursive: true });
  return folder;
}

const published = 'public/results/tiny';
const resultIn = (folder: WorkFolder): Promise<Result> => readResult(folder.at(published));
/** But for the time that it took. */
const evidenceIn = async (folder: WorkFolder) => ({ ...(await resultIn(folder)).evidence, seconds: 0 });
/** What evidence adds to, and the sums of it all. */
const changed = new Set(['result.json', 'claims.json', 'SHA256SUMS']);
const filesOf = (folder: WorkFolder) =>
  folder.files(published).map((name) => [name, readFileSync(folder.at(published, name))] as const);

/** What npm run evidence prints. */
const gathered =
  /^Neuron \d+ [\s\S]*\nPerplexity [\s\S]*\nResult: public\/results\/tiny {2}[\s\S]*Look at it: npm run site[^\n]*\n$/;

const evidencePending = { command: 'npm run evidence tiny' };
const claimsIn = (folder: WorkFolder) => JSON.parse(folder.read(`${published}/claims.json`)).claims;

describe('the evidence of an experiment', { timeout: 120_000 }, () => {
  const [unbroken, broken] = [newFolder(), newFolder()];
  let stopped: Awaited<ReturnType<typeof experimentHere>>;
  beforeAll(async () => {
    expect(await experimentHere(unbroken, ['tiny.yaml'])).toEqual({ code: 0, stderr: '' });
    const interrupted = () => broken.has(`${published}/result.json`);
    stopped = await experimentHere(broken, ['tiny.yaml'], { interrupted });
  }, 120_000);

  it('comes after the result: who stops it has that, and is told how to go on', async () => {
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toBe(
      'Stopped while the evidence was gathered. To go on, run the same command again, or npm run evidence tiny. ' +
        'The result without evidence is in public/results/tiny; the model and the recording are kept in runs/tiny. ' +
        '[stopped-evidence]\n',
    );
    expect(await resultIn(broken)).toMatchObject({ evidence: null, evidencePending });
    expect(broken.has('runs/tiny/.lock')).toBe(false);
  });

  it('is added step by step: what an interrupted run found stands, marked as incomplete, and the same command goes on', async () => {
    const folder = copyOf(broken);
    const interrupted = () => folder.has(`${published}/claims.json`);
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml'], { interrupted });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain(`The result with what was found so far is in ${published}`);
    const { evidence, provenance, ...pending } = await resultIn(folder);
    if (evidence === null) throw new Error('no evidence was published');
    expect(pending).toMatchObject({ evidencePending });
    expect(evidence.steps.done).toBeLessThan(evidence.steps.of);
    expect(evidence.claims.length).toBeGreaterThan(0);
    for (const { rungs } of evidence.claims) {
      expect(rungs.heldOut.status).not.toBe('not run');
      expect(rungs.replicated.status).toBe('not run');
    }
    expect(claimsIn(folder)).toEqual(evidence.claims);
    expect(await experimentHere(folder, ['tiny.yaml'])).toEqual({ code: 0, stderr: '' });
    expect(await evidenceIn(folder)).toEqual(await evidenceIn(unbroken));
    const after = await resultIn(folder);
    expect(after).toMatchObject({ provenance });
    expect(after.evidencePending).toBeUndefined();
    expect(claimsIn(folder)).toEqual(after.evidence?.claims);
  });

  it('is gathered later by npm run evidence, from what was kept, and again nothing is changed by either name', async () => {
    const folder = copyOf(broken);
    const before = filesOf(folder).filter(([name]) => !changed.has(name));
    const recording = readFileSync(folder.at('runs/tiny/recording.safetensors'));
    const gathering = await commandHere(folder, 'evidence', ['tiny']);
    expect(gathering).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(gathered) });
    expect(await evidenceIn(folder)).toEqual(await evidenceIn(unbroken));
    const after = filesOf(folder).filter(([name]) => !changed.has(name));
    expect(after).toEqual(before);
    expect(readFileSync(folder.at('runs/tiny/recording.safetensors'))).toEqual(recording);
    const whole = filesOf(folder);
    expect(await evidenceHere(folder, ['tiny.yaml'])).toEqual({ code: 0, stderr: '' });
    expect(filesOf(folder)).toEqual(whole);
  });

  it('reads untrained networks first where memory has no room for them beside the trained one, with the same result', async () => {
    const folder = copyOf(broken);
    rmSync(folder.at('runs/tiny/evidence'), { recursive: true, force: true });
    const titles: string[] = [];
    const { activations } = mostMemory;
    mostMemory.activations = 1;
    try {
      const reporter = { ...silentReporter, step: (title: string) => void titles.push(title) };
      expect((await evidenceHere(folder, ['tiny.yaml'], { reporter })).code).toBe(0);
    } finally {
      mostMemory.activations = activations;
    }
    const [untrained, first] = ['Reading with untrained networks', 'Testing all neurons and features'];
    const steps = titles.map((title) => title.replace(/ \(.*/, ''));
    expect(steps.indexOf(untrained)).toBeGreaterThan(-1);
    expect(steps.indexOf(untrained)).toBeLessThan(steps.indexOf(first));
    expect(steps.lastIndexOf(untrained)).toBeGreaterThan(steps.indexOf(first));
    // What is read beforehand is no step of its own.
    const counted = titles.flatMap((title) => /\((\d+ of \d+)\)$/.exec(title)?.[1] ?? []);
    expect(counted).toEqual(counted.map((_, place) => `${place + 1} of ${counted.length}`));
    expect(await evidenceIn(folder)).toEqual(await evidenceIn(unbroken));
  });

  it('is not gathered without an experiment that was run, with these settings', async () => {
    const [fresh, noRecording] = [newFolder(), newFolder()];
    for (const name of ['checkpoint', 'training'])
      cpSync(unbroken.at('runs/tiny', name), noRecording.at('runs/tiny', name), { recursive: true });
    const run = 'Run npm run experiment tiny.yaml first';
    const others = /^public\/results\/tiny holds a result of other settings/;
    for (const [folder, words, what] of [
      [fresh, ['tiny.yaml'], new RegExp(`^runs/tiny holds no model [^\n]*${run}`)],
      [noRecording, ['tiny.yaml'], new RegExp(`^runs/tiny holds no recording [^\n]*${run}`)],
      [unbroken, ['tiny.yaml', 'seed=1', 'id=tiny'], /^runs\/tiny holds no model /],
      [unbroken, ['tiny.yaml', 'detect.count=3', 'id=tiny'], others],
      [unbroken, ['tiny.yaml', 'observe.warmUp=9', 'id=tiny'], others],
      [unbroken, ['tiny.yaml', 'observe.segment=32', 'id=tiny'], /^runs\/tiny holds no recording of this text/],
      [unbroken, ['tiny', 'seed=1'], /only results=<folder> is understood/],
      [unbroken, ['nothing'], /public\/results\/nothing/],
    ] as const) {
      const before = folder.files();
      // What the command itself reads of its words, and one of what its thread finds wrong, are told by the command.
      const byCommand = folder === fresh || !words[0].endsWith('.yaml');
      const { code, stderr } = await (byCommand ? commandHere(folder, 'evidence', words) : evidenceHere(folder, words));
      expect([code, stderr]).toEqual([2, expect.stringMatching(what)]);
      expect(folder.files()).toEqual(before);
    }
  });

  it('is left as it was by a run that is stopped while it gathers the same again', async () => {
    const folder = copyOf(unbroken);
    const before = filesOf(folder);
    // Nothing of it is known, so that there is something to gather.
    for (const name of ['evidence', 'untrained']) rmSync(folder.at('runs/tiny', name), { recursive: true });
    const titles: string[] = [];
    const reporter = { ...silentReporter, step: (title: string) => void titles.push(title) };
    const interrupted = () => titles.at(-1)?.startsWith('Selecting excerpts') === true;
    const { code, stderr } = await experimentHere(folder, ['tiny.yaml'], { reporter, interrupted });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('The result in public/results/tiny is as it was');
    expect(filesOf(folder)).toEqual(before);
  });
});
