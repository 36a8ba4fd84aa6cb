/** What `npm run help` lists, by the names of the commands: nothing of them is loaded for it. */

/** Each as it is typed, with a sentence in the third person without a full stop. */
export const listed = {
  new: {
    command: 'npm run new',
    summary: 'looks at your text and writes an experiment for it: a manifest whose tests can be run, and a write-up',
  },
  experiment: {
    command: 'npm run experiment',
    summary: 'runs an experiment, or several side by side, and shows what it found',
  },
  sweep: {
    command: 'npm run sweep',
    summary: 'trains the model of a manifest with many settings and finds the best',
  },
  evidence: {
    command: 'npm run evidence',
    summary: 'gathers the evidence for an experiment that was run and adds it to the result',
  },
  runs: {
    command: 'npm run runs',
    summary:
      'lists the runs with their state, age, size and last loss; `clean` deletes what is not needed, after asking',
  },
  site: {
    command: 'npm run site',
    summary: 'serves the site while you work on it, and shows trainings while they run',
  },
  build: {
    command: 'npm run build',
    summary: 'builds the site as files in `dist/`',
  },
  preview: {
    command: 'npm run preview',
    summary: 'serves the files of `dist/`, under the path that they were built for',
  },
  import: {
    command: 'npm run import',
    summary: 'turns a model that another program trained into a checkpoint, and tries it on a text',
  },
  ship: {
    command: 'npm run ship',
    summary: 'copies a trained model into `models/<name>` in half precision, for other manifests to name',
  },
  export: {
    command: 'npm run export',
    summary:
      'exports a page: its figures for a paper (SVG, PDF, PNG, captions for LaTeX), a PDF, or one HTML file that opens offline',
  },
  'export-model': {
    command: 'npm run export-model',
    summary: 'writes a model for other programs: PyTorch, or any ONNX Runtime',
  },
  'publish-check': {
    command: 'npm run publish:check',
    summary: 'builds the site as it will be published and checks it on this machine',
  },
  doctor: {
    command: 'npm run doctor',
    summary: 'tries every engine and device on this machine: which work, how fast, and how to get the others',
  },
  tensorflow: {
    command: 'npm run tensorflow',
    summary: 'installs TensorFlow.js for NVIDIA GPUs, and tries it',
  },
  calibrate: {
    command: 'npm run calibrate',
    summary: 'measures how often the tests of the evidence are wrong',
  },
  bench: {
    command: 'npm run bench',
    summary: 'measures the speed of this machine, beside PyTorch where it is installed',
  },
  test: {
    command: 'npm test',
    summary: 'runs the tests, or parts of them; `npm run test:long` runs those that take long: calibration and fuzzing',
  },
  check: {
    command: 'npm run check',
    summary: 'checks types, lint, format and the walls between rooms',
  },
} as const;
