/** Errors of models: checkpoints, files of other programs, training, reading, and results read back. */
import { input, interrupted, run, unchanged } from './entry.ts';

const wholeCheckpoint =
  'Give the folder that holds model.json and weights.safetensors, or train anew with model.checkpoint= (empty)';
const goOn = 'Run the same command again to go on from here';
const writeAnew = 'Run the experiment again to write its result anew';

export const modelErrors = {
  'checkpoint-incomplete': input('A checkpoint lacks one of its files', { fix: wholeCheckpoint }),
  'checkpoint-inconsistent': input("A checkpoint's weights do not fit what its model.json says", {
    fix: 'Give the folder of a whole checkpoint, or train anew with model.checkpoint= (empty)',
  }),
  'checkpoint-not-json': input("A checkpoint's model.json is not JSON", { fix: wholeCheckpoint }),
  'checkpoint-invalid': input("A checkpoint's model.json does not describe a model", { fix: wholeCheckpoint }),
  'weights-unreadable': input('A file of weights cannot be read', { fix: 'Correct its path' }),
  'safetensors-damaged': input('A file is not readable as safetensors', {
    fix: 'Save the weights again; what an experiment keeps in runs/ is made anew when the file is removed',
  }),
  'model-not-importable': input('A model of another program cannot be imported', {
    fix: 'Save the model again as safetensors, a PyTorch state dict, Keras HDF5 or .keras',
  }),
  'only-read': input('A model that can only be read with is to be trained, tested, saved or asked in an experiment', {
    fix: "Read with it from a program: (await open('models/<name>')).read(text) gives its tokens and states in the order of the text",
  }),
  'vectors-unreadable': input('A file of token vectors cannot be read'),
  'model-too-large-for-onnx': input("A model's weights do not fit into one ONNX file", {
    fix: 'Export it as=safetensors',
  }),
  'no-neuron-to-change': unchanged('An intervention names a neuron that the network does not have'),
  'no-value-to-clamp': unchanged('A neuron is to be clamped to something that is not a finite number', {
    fix: 'Give a finite number, or one for each token: { "hidden.1": { 408: 0 } }',
  }),
  'patch-unusable': unchanged('A change of what a network computes while it reads cannot be made, or tells nothing'),
  'loss-unusable': unchanged('A loss cannot be differentiated', {
    fix: "Give 'nll', { token, id, minus } or a function that gives { value, gradient } of the logits, [tokens, vocabulary]",
  }),
  'state-unusable': unchanged("An optimizer's state is not of this training", {
    fix: 'Give the state that train returned of the same model and optimizer, or leave it out',
  }),
  'subspace-unusable': unchanged('A subspace cannot be looked for with these texts or settings', {
    fix: 'Give bases and sources in pairs, each { text, next } with one token that is to follow it',
  }),
  'not-in-reading': unchanged('A reading does not have what it is asked for'),
  'text-too-short-to-join': unchanged('A text is too short to tell from it how long neurons remember', {
    fix: 'Give a longer text, or more documents: some thousand tokens, of which none is in a document of fewer than 32',
  }),
  'nothing-to-read': unchanged('A model is to read a text that has no token', {
    fix: 'Give at least one token, and pass over texts that are empty',
  }),
  'no-such-id': unchanged('A list of token ids holds one that the vocabulary does not have', {
    fix: 'Give ids from 0 to the length of the vocabulary less one, or the text itself',
  }),
  'only-ids': unchanged('A model that reads token ids is given a text', {
    fix: "Open it with the tokenizer that came with it, open(path, { vocabulary: 'tokenizer.json' }), or give the ids: read([510, 1457])",
  }),
  'model-closed': unchanged('A model is asked for something after it was closed', { fix: 'Open it again' }),
  'nothing-to-draw': unchanged('A model cannot write a text', {
    why: 'the vocabulary holds no token but <unk>',
    fix: 'Use a model with a vocabulary',
  }),
  'training-diverged': run('The loss of a training grew without bound', {
    why: 'The steps were too large for this model',
    fix: 'Lower train.optimizer.learningRate, clip the gradient (train.clipNorm=1), or raise train.optimizer.warmUp',
    files: 'The checkpoint of the best complete epoch is kept, if there is one.',
  }),
  'reading-diverged': run('What a model carries from token to token grew without bound', {
    why: 'It grows at every token, and the model was trained on shorter stretches',
    files: 'The model is kept; no result was written.',
  }),
  'stopped-training': interrupted('A training was stopped', { fix: goOn, files: 'Everything so far is kept.' }),
  'stopped-vectors': interrupted('The learning of token vectors was stopped', {
    fix: 'Run the same command again; it learns them from the beginning',
    files: 'Nothing of them was kept; results from before are as they were.',
  }),
  'stopped-reading': interrupted('An experiment was stopped while the model was reading or its neurons were tested', {
    fix: 'Run the same command again; the trained model is used as it is',
    files: 'The model is kept; no result was written.',
  }),
  'stopped-evidence': interrupted('An experiment was stopped while its evidence was gathered', {
    fix: 'Run the same command again to go on',
    files: 'The result stands as it was; the model and the recording are kept.',
  }),
  'stopped-atlas': interrupted('An experiment was stopped while its atlas was made', {
    fix: 'Run the same command again; npm run evidence makes no atlas',
    files: 'The result is complete but for its atlas; the model and the recording are kept.',
  }),
  'nothing-to-test': unchanged(
    'Evidence is requested for an experiment that was not run, or was run with other settings',
    {
      why: 'Evidence needs the result, the model and the recording of an experiment that was run',
      fix: 'Run the experiment first; it gathers the evidence too',
    },
  ),
  'result-unreadable': unchanged('A file of a result cannot be read', { fix: writeAnew }),
  'result-invalid': unchanged('A result is not valid', { fix: writeAnew }),
  'result-damaged': unchanged('A file of a result is not what was written', {
    why: 'Its SHA-256 is not the one in SHA256SUMS beside it: a bit flipped, or somebody changed it',
    fix: writeAnew,
  }),
  'result-lacks-activations': unchanged('A result has no activations of a component', { fix: writeAnew }),
} as const;
