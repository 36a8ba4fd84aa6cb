import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../runner/experiment/results/read.ts';
import { encodeSafetensors } from '../../runner/io/formats/safetensors/file.ts';
import { loadCheckpoint } from '../../runner/nn/models/checkpoint.ts';
import { initialWeights } from '../../runner/nn/train/initialization.ts';
import { command, fixture, workFolder } from './command.ts';
import { commandHere, experimentHere } from './here.ts';
import { manifest, prose, untested } from './texts.ts';

const foreign = (name: string) => fileURLToPath(new URL(`../fixtures/foreign/${name}`, import.meta.url));
const network = (name: string) => fileURLToPath(new URL(`../fixtures/networks/${name}`, import.meta.url));
const vocabulary = `vocabulary=${foreign('vocabulary.json')}`;

/** An LSTM of 6 units. */
const randomLstm = (vocabulary: number): Uint8Array =>
  encodeSafetensors(initialWeights({ cell: 'lstm', layers: 1, units: 6, embedding: 5, vocabulary }, 'glorot', 7));

describe('npm run import', () => {
  it('makes a checkpoint that an experiment reads with, and says what it found', async () => {
    const folder = workFolder();
    folder.write('text.txt', prose(400));
    const words = [foreign('keras2-lstm-hard-sigmoid'), 'as=their-lstm', vocabulary];
    const imported = await command(folder, 'import', words);
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(/^It is a Keras HDF5 model .*: lstm, 2 layers of 5 units.*hard_sigmoid gates\.$/m);
    expect(imported.stdout).toMatch(/^ {2}rnn\.weight_ih_l0 +<- lstm_1 kernel$/m);
    expect(imported.stdout).toMatch(
      /^models\/their-lstm: use it in a manifest with model\.checkpoint: models\/their-lstm$/m,
    );
    expect(folder.files('models')).toEqual(['their-lstm/model.json', 'their-lstm/weights.safetensors']);
    expect((await loadCheckpoint(folder.at('models/their-lstm'))).architecture.recurrentActivation).toBe(
      'hard_sigmoid',
    );

    folder.write('look.yaml', manifest({ model: { checkpoint: 'models/their-lstm' } }));
    const refused = await experimentHere(folder, ['look.yaml']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/48% of the observed tokens are unknown.*observe\.unknown=1.*\[too-much-unknown\]/);

    folder.write(
      'look.yaml',
      manifest({ ...untested, model: { checkpoint: 'models/their-lstm' }, observe: { unknown: 1 } }),
    );
    const insisted = await experimentHere(folder, ['look.yaml']);
    expect(insisted.code).toBe(0);
    expect(insisted.stderr).toMatch(/4[67]% of the observed tokens are unknown to the model/);
    const result = await readResult(folder.at('public/results/look'));
    expect(result.observation.exposure).toBe('not shown to be held out');
    // Readers may try it.
    expect(result.live?.weights.bytes).toBeGreaterThan(0);

    const declared = ['id=new', 'observe.source=text.txt', 'observe.heldOut=true', 'observe.shown=50', 'live=false'];
    const again = await commandHere(folder, 'experiment', ['look.yaml', ...declared, 'evidence=quick']);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('text that its author declares to be held out');
    const shown = await readResult(folder.at('public/results/new'));
    expect(shown.observation.exposure).toBe('declared held out by the author');
    expect(shown.texts.observed.tokens).toHaveLength(50);
    expect(shown.texts.observed.nll).toHaveLength(49);
    expect(shown.live).toBeNull();
    const sidecar = shown.texts.observed.sidecars.find(({ component }) => component === 'hidden');
    // Of each of the five neurons a scale of four bytes and a value for each token.
    expect(sidecar?.bytes).toBe(5 * (4 + 50));
  });

  it('warns of a model that predicts a text no better than its shuffled tokens', async () => {
    const folder = workFolder();
    const words = [foreign('lstm-2-layers.pt'), 'as=untrained', vocabulary];
    const { code, stdout } = await commandHere(folder, 'import', words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Warning: it hardly predicts: perplexity [\d.]+ a token on 2048 tokens of alice/m);
  });

  it('says how much of a text a model does not know, and what to type next', async () => {
    const folder = workFolder();
    folder.write('text.txt', prose(400));
    const given = [foreign('lstm-2-layers.pt'), 'as=theirs', vocabulary, 'text=text.txt'];
    const { stdout } = await commandHere(folder, 'import', given);
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
    writeFileSync(folder.at('theirs.safetensors'), randomLstm(tokens.length));
    folder.write('words.json', JSON.stringify(tokens));
    const line = " the cat did n't run . mr. <unk> did run . N \n";
    folder.write('test.txt', line.repeat(600));

    const words = ['theirs.safetensors', 'as=theirs', 'vocabulary=words.json', 'text=test.txt'];
    const { code, stdout } = await commandHere(folder, 'import', words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Note: It reads texts that are tokenized already.*The end of a line is its "<eos>"\.$/m);
    expect(stdout).not.toMatch(/unknown to it/);
    const { tokens: cut, vocabulary: known } = await loadCheckpoint(folder.at('models/theirs'));
    expect({ cut, known }).toEqual({ cut: 'whitespace', known: tokens.with(0, '\n') });

    const drafted = await commandHere(folder, 'new', ['mine', 'model=models/theirs', 'text=test.txt', 'heldOut=true']);
    expect(drafted).toMatchObject({ code: 0, stderr: '' });
    expect(drafted.stdout).toMatch(/^The model knows all of the 7,800 tokens\.$/m);
    const ran = await experimentHere(folder, ['experiments/mine.yaml', 'evidence=none', 'atlas=none', 'id=mine']);
    expect(ran.code).toBe(0);
    const { model, texts } = await readResult(folder.at('public/results/mine'));
    expect(model).toMatchObject({ unit: 'word', tokens: 'whitespace' });
    // What is read begins somewhere within one of the lines, which are all the same.
    const lines = [...line.trim().split(' '), '\n', ...line.trim().split(' '), '\n'];
    const first = texts.observed.tokens.slice(0, 13);
    expect(lines.map((_, from) => lines.slice(from, from + 13))).toContainEqual(first);
    expect(texts.observed.unknown).toEqual([]);

    folder.write('raw.txt', "The cat didn't run. Mr. Brown did run.\n".repeat(600));
    const raw = await commandHere(folder, 'new', ['raw', 'model=models/theirs', 'text=raw.txt', 'heldOut=true']);
    expect(raw.code).toBe(2);
    expect(raw.stderr).toMatch(/unknown to the model.*"run\." \(1200 times\).*marks between spaces, all in lower case/);
    await commandHere(folder, 'import', [...words, 'tokens=marks', 'overwrite=true']);
    const spaces = await commandHere(folder, 'new', ['spaces', 'model=models/theirs', 'text=test.txt', 'heldOut=true']);
    expect(spaces.code).toBe(2);
    expect(spaces.stderr).toMatch(/import it again with tokens=whitespace.*\[too-much-unknown\]/);
  });

  it('reads what people have, says what it is and what it assumed, and what comes next', async () => {
    const folder = workFolder();
    const cases: [string, string[], RegExp][] = [
      [
        '01-gulordava/module_torch03_cuda.pt',
        [`vocabulary=${network('01-gulordava/vocab.txt')}`],
        /^It is a PyTorch file from before 1\.6: lstm, 2 layers.*\n[\s\S]*class model\.RNNModel.*not read[\s\S]*^Next: npm/m,
      ],
      [
        '03-awd-lstm/salesforce_module_torch041.pt',
        [`vocabulary=${network('03-awd-lstm/corpus.148650ff682fa3f76e78c18d7d6d5bd6.data')}`],
        /of an AWD-LSTM: lstm, 3 layers of 13, 13 and 8 units[\s\S]*weight_hh_l0 +<- rnns\.0\.module\.weight_hh_l0_raw$/m,
      ],
      [
        '04-flair/backward_old_p4.pt',
        [],
        /^It is a backward character model of Flair: .*, read from right to left\.[\s\S]*^Next: npm run new/m,
      ],
      ['05-openai-mlstm/model', [], /OpenAI's sentiment network.*: mlstm, 1 layer of 14 units.*256 bytes/],
      ['06-ml5-charrnn/new_names', [], /a charRNN of ml5.*[\s\S]*bias, 1 added for the forget gate$/m],
      [
        '08-mingru/plain_minlstm.pt',
        [`vocabulary=${network('08-mingru/vocab.txt')}`, 'cell=minlstm-linear'],
        /of a minLSTM: minlstm-linear, 2 layers/,
      ],
    ];
    for (const [index, [file, words, says]] of cases.entries()) {
      const imported = await commandHere(folder, 'import', [network(file), `as=m${index}`, ...words]);
      expect(imported, file).toMatchObject({ code: 0, stderr: '' });
      expect(imported.stdout).toMatch(says);
    }
    expect((await loadCheckpoint(folder.at('models/m2'))).direction).toBe('backward');
    expect((await loadCheckpoint(folder.at('models/m3'))).unit).toBe('byte');
    const none = await commandHere(folder, 'import', [network('01-gulordava/vocab.txt'), 'as=none']);
    expect(none.stderr).toMatch(
      /begin like no format.*Read are whole models of Keras.*Flair.*AWD-LSTM.*Nothing was written/,
    );
  });

  it('replaces a model only when told to', async () => {
    const folder = workFolder();
    const words = [foreign('gru-checkpoint.pth'), 'as=gru', vocabulary];
    expect((await commandHere(folder, 'import', words)).code).toBe(0);
    const before = readFileSync(folder.at('models/gru/weights.safetensors'));
    const again = await commandHere(folder, 'import', [foreign('strided.pt'), 'as=gru', vocabulary]);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/There is a model models\/gru already.*overwrite=true/);
    expect(readFileSync(folder.at('models/gru/weights.safetensors'))).toEqual(before);
    const forced = await commandHere(folder, 'import', [foreign('strided.pt'), 'as=gru', vocabulary, 'overwrite=true']);
    expect(forced.code).toBe(0);
    expect(readFileSync(folder.at('models/gru/weights.safetensors'))).not.toEqual(before);
  });

  it.each([
    ['a pickle that would run a program', ['os-system.pt', 'as=a', vocabulary], /system.*nothing in it was executed/],
    ['no name', ['lstm-2-layers.pt'], /its name here/],
    ['a name that leads elsewhere', ['lstm-2-layers.pt', 'as=../a'], /its name here/],
    ['a misspelt word', ['lstm-2-layers.pt', 'as=a', 'vocabluary=x'], /Did you mean "vocabulary="/],
  ])('ends with code 2 for %s', async (_what, [file = '', ...words], says) => {
    const folder = workFolder();
    const { code, stdout, stderr } = await commandHere(folder, 'import', [foreign(file), ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^\S[^\n]*Nothing was written\. \[[a-z-]+\]\n$/);
    expect(folder.files()).toEqual([]);
  });
});

describe('npm run export-model', () => {
  it('finds a model that ships, wherever it is asked for', async () => {
    const folder = workFolder();
    const exported = await commandHere(folder, 'export-model', ['stories-rnn', 'as=safetensors']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(folder.files('.')).toContain('stories-rnn.safetensors');
    const none = await commandHere(folder, 'export-model', ['stories-none', 'as=onnx']);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/There is no model stories-none.*models\/stories-none/);
  });

  it('writes files that are imported as the same model', async () => {
    const folder = workFolder();
    const exported = await commandHere(folder, 'export-model', [fixture('lstm'), 'as=safetensors']);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(exported.stdout).toMatch(/nn\.LSTM\(6, 10, 1\)/);
    expect((await commandHere(folder, 'import', ['lstm.safetensors', 'as=back'])).code).toBe(0);
    const { training, ...original } = await loadCheckpoint(fixture('lstm'));
    expect(await loadCheckpoint(folder.at('models/back'))).toEqual(original);
    const onnx = await commandHere(folder, 'export-model', ['back', 'as=onnx', 'to=out/step.onnx']);
    expect(onnx).toMatchObject({ code: 0, stderr: '' });
    expect(folder.has('out/step.onnx')).toBe(true);
    const again = await commandHere(folder, 'export-model', ['back', 'as=onnx', 'to=out/step.onnx']);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/There is a file out\/step.onnx already/);
  });

  it.each([
    ['an unknown model', ['nothing', 'as=onnx'], /There is no model nothing.*models\/nothing.*runs\/nothing/],
    ['an unknown format', ['nothing', 'as=keras'], /as=safetensors\|onnx/],
  ])('ends with code 2 for %s', async (_what, words, says) => {
    const folder = workFolder();
    const { code, stderr } = await commandHere(folder, 'export-model', words);
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
    expect(folder.files()).toEqual([]);
  });
});
