/**
 * Networks trained from nothing on languages that cannot be predicted without a state: does the whole ladder find the
 * neurons that keep it, and find nothing for labels that mean nothing? The published manifests, each time with another
 * seed, by the command's own function. Trains; writes into a folder that is removed afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runExperiment } from '../../experiment/run.ts';
import type { Feature } from '../../features/features.ts';
import { loadManifest } from '../../manifest/load.ts';
import type { Claim } from '../../results/evidence-schema.ts';
import { passed } from '../claims-on.ts';
import { fooled, powerful, type Study } from '../study.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
/** Each trains for a quarter to half a minute. */
const trainings = 20;

function trainedStudy(manifest: string, about: string): Study {
  return {
    kind: 'plants',
    name: `trained: ${manifest}`,
    about,
    wanted: { 'used power': powerful, 'heldOut: random runs': fooled, 'learned: hashed labels': fooled },
    most: trainings,
    together: 1,
    async experiment(random) {
      const { claims, controls } = await claimsOf(manifest, random.bits());
      const about = (control: 'runs' | 'hash') => claims.filter(({ feature }) => controls.get(feature) === control);
      const real = claims.filter(({ feature }) => !controls.has(feature));
      return {
        'used power': real.some(({ verdict: { level } }) => level === 'used' || level === 'replicated'),
        'heldOut: random runs': about('runs').some((claim) => passed(claim, 'heldOut')),
        'learned: hashed labels': about('hash').some((claim) => passed(claim, 'learned')),
      };
    },
  };
}

interface Tested {
  claims: readonly Claim[];
  /** By name, the features that are labels without meaning. */
  controls: ReadonlyMap<string, 'runs' | 'hash'>;
}

async function claimsOf(manifest: string, seed: number): Promise<Tested> {
  const folder = await mkdtemp(join(tmpdir(), 'rnn-atlas-calibration-'));
  try {
    const places = [`runs=${join(folder, 'runs')}`, `results=${join(folder, 'results')}`, `id=${manifest}`];
    const loaded = await loadManifest(`experiments/${manifest}.yaml`, [`seed=${seed}`, ...places], project);
    const { result } = await runExperiment(loaded, {
      cwd: project,
      circumstances: { versions: {}, commit: null, command: 'npm run calibrate' },
    });
    if (result.evidence === null || !('schema' in result.evidence)) {
      throw new Error(`calibration: ${manifest} has no evidence`);
    }
    return { claims: result.evidence.claims, controls: controlsOf(result.manifest.features) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function controlsOf(features: readonly Feature[]): Tested['controls'] {
  const controls = new Map<string, 'runs' | 'hash'>();
  for (const feature of features) {
    if (!('control' in feature)) continue;
    if (feature.control === 'runs' || feature.control === 'hash') controls.set(feature.name, feature.control);
  }
  return controls;
}

/** By manifest, in `experiments/`. */
const languages = {
  counter: 'An LSTM of 32 units trained from nothing on lines of some letters a and as many b.',
  brackets: 'An LSTM trained from nothing on brackets that open and close, with letters between them.',
  quoted: 'An LSTM trained from nothing on a language whose letters differ within quotation marks.',
} as const;

/** Their files. */
export const trainedManifests = Object.keys(languages).map((name) => join(project, 'experiments', `${name}.yaml`));
export const trainedStudies: readonly Study[] = Object.entries(languages).map(([manifest, about]) =>
  trainedStudy(manifest, about),
);
