import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { fixture, type WorkFolder, workFolder } from './command.ts';
import { commandHere, refusalOf, resultOf } from './here.ts';
import { folderWith, untested } from './texts.ts';

const fixtureOf = (folder: string) => (name: string) =>
  fileURLToPath(new URL(`../fixtures/${folder}/${name}`, import.meta.url));
const [foreign, network] = ['foreign', 'networks'].map(fixtureOf) as [typeof fixture, typeof fixture];
const vocabulary = `vocabulary=${foreign('vocabulary.json')}`;

/** What a command prints that ends well. */
async function said(folder: WorkFolder, name: string, ...words: string[]): Promise<string> {
  const { stdout, ...rest } = await commandHere(folder, name, words);
  expect(rest).toEqual({ code: 0, signal: null, stderr: '' });
  return stdout;
}
const refused = (folder: WorkFolder, name: string, ...words: string[]) =>
  refusalOf(folder, words, (...[, given]) => commandHere(folder, name, given));

describe('npm run import', () => {
  it('makes a checkpoint that an experiment reads with, and says what it found', async () => {
    const look = { model: { checkpoint: 'models/their-lstm' } };
    const folder = folderWith({ look: { ...untested, ...look, observe: { unknown: 1 } }, refused: look });
    const words = [foreign('keras2-lstm-hard-sigmoid'), 'as=their-lstm', vocabulary];
    const imported = await commandHere(folder, 'import', words);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(/^It is a Keras HDF5 model .*: lstm, 2 layers of 5 units.*hard_sigmoid gates\.$/m);
    expect(imported.stdout).toMatch(/^ {2}rnn\.weight_ih_l0 +<- lstm_1 kernel$/m);
    expect(imported.stdout).toMatch(
      /^models\/their-lstm: use it in a manifest with model\.checkpoint: models\/their-lstm$/m,
    );
    expect(folder.files('models')).toEqual(['their-lstm/model.json', 'their-lstm/weights.safetensors']);
    const { architecture } = await loadCheckpoint(folder.at('models/their-lstm'));
    expect(architecture.recurrentActivation).toBe('hard_sigmoid');

    expect(await refusalOf(folder, ['refused.yaml'])).toMatch(
      /48% of the observed tokens are unknown.*observe\.unknown=1.*\[too-much-unknown\]/,
    );
    const says = /4[67]% of the observed tokens are unknown to the model/;
    const { observation, live } = await resultOf(folder, ['look.yaml'], { says });
    expect(observation.exposure).toBe('not shown to be held out');
    // Readers may try it.
    expect(live?.weights.bytes).toBeGreaterThan(0);

    const declared = ['id=new', 'observe.source=text.txt', 'observe.heldOut=true', 'observe.shown=50', 'live=false'];
    const shown = await resultOf(folder, ['look.yaml', ...declared, 'evidence=quick'], { says });
    expect([shown.observation.exposure, shown.live]).toEqual(['declared held out by the author', null]);
    const { tokens, nll, sidecars } = shown.texts.observed;
    // Of each of the five neurons a scale of four bytes and a value for each token.
    const bytes = sidecars.find(({ component }) => component === 'hidden')?.bytes;
    expect([tokens.length, nll.length, bytes]).toEqual([50, 49, 5 * (4 + 50)]);
  });

  it('warns of a model that predicts a text no better than its shuffled tokens', async () => {
    const words = [foreign('lstm-2-layers.pt'), 'as=untrained', vocabulary];
    expect(await said(workFolder(), 'import', ...words)).toMatch(
      /^Warning: it hardly predicts: perplexity [\d.]+ a token on 2048 tokens of alice/m,
    );
  });

  it('says how much of a text a model does not know, and what to type next', async () => {
    const words = [foreign('lstm-2-layers.pt'), 'as=theirs', vocabulary, 'text=text.txt'];
    const stdout = await said(folderWith({}), 'import', ...words);
    expect(stdout).toMatch(
      /^Warning: [3-6]\d% of text\.txt is unknown to it, so npm run experiment refuses such a text/m,
    );
    expect(stdout).toMatch(
      /^Next: npm run new my-question model=models\/theirs text=text\.txt heldOut=true \(heldOut=true only if/m,
    );
  });

  it('reads a model of words between white space as it was trained, to an experiment that knows every token', async () => {
    const folder = workFolder();
    const tokens = ['<eos>', 'the', "n't", 'cat', 'mr.', 'did', 'run', '.', '<unk>', 'N'];
    const lstm = { cell: 'lstm', layers: 1, units: 6, embedding: 5, vocabulary: tokens.length } as const;
    writeFileSync(folder.at('theirs.safetensors'), encodeSafetensors(initialWeights(lstm, 'glorot', 7)));
    folder.write('words.json', JSON.stringify(tokens));
    const line = " the cat did n't run . mr. <unk> did run . N \n";
    folder.write('test.txt', line.repeat(600));
    folder.write('raw.txt', "The cat didn't run. Mr. Brown did run.\n".repeat(600));
    const words = ['theirs.safetensors', 'as=theirs', 'vocabulary=words.json', 'text=test.txt'];
    const asked = (text: string) => ['model=models/theirs', `text=${text}`, 'heldOut=true'];

    const stdout = await said(folder, 'import', ...words);
    expect(stdout).toMatch(/^Note: It reads texts that are tokenized already.*The end of a line is its "<eos>"\.$/m);
    expect(stdout).not.toMatch(/unknown to it/);
    const { tokens: cut, vocabulary: known } = await loadCheckpoint(folder.at('models/theirs'));
    expect({ cut, known }).toEqual({ cut: 'whitespace', known: tokens.with(0, '\n') });

    expect(await said(folder, 'new', 'mine', ...asked('test.txt'))).toMatch(
      /^The model knows all of the 7,800 tokens\.$/m,
    );
    const ran = ['experiments/mine.yaml', 'evidence=none', 'atlas=none', 'id=mine'];
    const { model, texts } = await resultOf(folder, ran, { says: /^/ });
    expect(model).toMatchObject({ unit: 'word', tokens: 'whitespace' });
    // What is read begins somewhere within one of the lines, which are all the same.
    const lines = `${line.trim()} \n `.repeat(2).split(' ');
    const first = texts.observed.tokens.slice(0, 13);
    expect(lines.map((_, from) => lines.slice(from, from + 13))).toContainEqual(first);
    expect(texts.observed.unknown).toEqual([]);

    expect(await refused(folder, 'new', 'raw', ...asked('raw.txt'))).toMatch(
      /unknown to the model.*"run\." \(1200 times\).*marks between spaces, all in lower case/,
    );
    await said(folder, 'import', ...words, 'tokens=marks', 'overwrite=true');
    expect(await refused(folder, 'new', 'spaces', ...asked('test.txt'))).toMatch(
      /import it again with tokens=whitespace.*\[too-much-unknown\]/,
    );
  });

  it.each<[file: string, says: RegExp, vocabulary?: string, more?: string[], read?: object]>([
    [
      '01-gulordava/module_torch03_cuda.pt',
      /^It is a PyTorch file from before 1\.6: lstm, 2 layers.*\n[\s\S]*class model\.RNNModel.*not read[\s\S]*^Next: npm/m,
      '01-gulordava/vocab.txt',
    ],
    [
      '03-awd-lstm/salesforce_module_torch041.pt',
      /of an AWD-LSTM: lstm, 3 layers of 13, 13 and 8 units[\s\S]*weight_hh_l0 +<- rnns\.0\.module\.weight_hh_l0_raw$/m,
      '03-awd-lstm/corpus.148650ff682fa3f76e78c18d7d6d5bd6.data',
    ],
    [
      '04-flair/backward_old_p4.pt',
      /^It is a backward character model of Flair: .*, read from right to left\.[\s\S]*^Next: npm run new/m,
      undefined,
      [],
      { direction: 'backward' },
    ],
    [
      '05-openai-mlstm/model',
      /OpenAI's sentiment network.*: mlstm, 1 layer of 14 units.*256 bytes/,
      undefined,
      [],
      { unit: 'byte' },
    ],
    ['06-ml5-charrnn/new_names', /a charRNN of ml5.*[\s\S]*bias, 1 added for the forget gate$/m],
    [
      '08-mingru/plain_minlstm.pt',
      /of a minLSTM: minlstm-linear, 2 layers/,
      '08-mingru/vocab.txt',
      ['cell=minlstm-linear'],
    ],
  ] as [string, RegExp, string?, string[]?, object?][])(
    'reads what people have, says what it is and what it assumed, and what comes next: %s',
    async (file, says, vocabulary, more = [], read = {}) => {
      const folder = workFolder();
      const beside = vocabulary === undefined ? [] : [`vocabulary=${network(vocabulary)}`];
      expect(await said(folder, 'import', network(file), 'as=theirs', ...beside, ...more)).toMatch(says);
      expect(await loadCheckpoint(folder.at('models/theirs'))).toMatchObject(read);
    },
  );

  it('replaces a model only when told to', async () => {
    const folder = workFolder();
    const weights = () => readFileSync(folder.at('models/gru/weights.safetensors'));
    await said(folder, 'import', foreign('gru-checkpoint.pth'), 'as=gru', vocabulary);
    const before = weights();
    const again = [foreign('strided.pt'), 'as=gru', vocabulary];
    expect(await refused(folder, 'import', ...again)).toMatch(/There is a model models\/gru already.*overwrite=true/);
    expect(weights()).toEqual(before);
    await said(folder, 'import', ...again, 'overwrite=true');
    expect(weights()).not.toEqual(before);
  });

  it.each([
    [
      'a pickle that would run a program',
      ['foreign/os-system.pt', 'as=a', vocabulary],
      /system.*nothing in it was executed/,
    ],
    ['no name', ['foreign/lstm-2-layers.pt'], /its name here/],
    ['a name that leads elsewhere', ['foreign/lstm-2-layers.pt', 'as=../a'], /its name here/],
    ['a misspelt word', ['foreign/lstm-2-layers.pt', 'as=a', 'vocabluary=x'], /Did you mean "vocabulary="/],
    [
      'what is no model',
      ['networks/01-gulordava/vocab.txt', 'as=none'],
      /begin like no format.*Read are whole models of Keras.*Flair.*AWD-LSTM/,
    ],
  ])('ends with code 2 for %s', async (_what, [file = '', ...words], says) => {
    expect(await refused(workFolder(), 'import', fixtureOf('.')(file), ...words)).toMatch(says);
  });
});

describe('npm run export-model', () => {
  it('finds a model that ships, wherever it is asked for', async () => {
    const folder = workFolder();
    await said(folder, 'export-model', 'stories-rnn', 'as=safetensors');
    expect(folder.files()).toContain('stories-rnn.safetensors');
  });

  it('writes files that are imported as the same model', async () => {
    const folder = workFolder();
    expect(await said(folder, 'export-model', fixture('lstm'), 'as=safetensors')).toMatch(/nn\.LSTM\(6, 10, 1\)/);
    await said(folder, 'import', 'lstm.safetensors', 'as=back');
    const { training, ...original } = await loadCheckpoint(fixture('lstm'));
    expect(await loadCheckpoint(folder.at('models/back'))).toEqual(original);
    const onnx = ['back', 'as=onnx', 'to=out/step.onnx'];
    await said(folder, 'export-model', ...onnx);
    expect(folder.has('out/step.onnx')).toBe(true);
    expect(await refused(folder, 'export-model', ...onnx)).toMatch(/There is a file out\/step.onnx already/);
  });

  it.each([
    ['an unknown model', ['nothing', 'as=onnx'], /There is no model nothing.*models\/nothing.*runs\/nothing/],
    ['one of the name of those that ship', ['stories-none', 'as=onnx'], /There is no model stories-none/],
    ['an unknown format', ['nothing', 'as=keras'], /as=safetensors\|onnx/],
  ])('ends with code 2 for %s', async (_what, words, says) => {
    expect(await refused(workFolder(), 'export-model', ...words)).toMatch(says);
  });
});
