/**
 * The spectra that a page draws, that of its leading neuron first. A result holds those of the neurons that were chosen for
 * the figures; where another one leads, its spectrum is made of its published activations.
 */

import { amplitudeSpectrum, bandPeak } from '../../runner/analysis/stats/spectrum.ts';
import { activationsOf } from '../../runner/experiment/results/activations.ts';
import type { FeatureResult, Spectrum } from '../../runner/experiment/results/schema.ts';
import type { Experiment } from '../words/experiment.ts';
import { leadNeuron } from '../words/lead.ts';
import { drawn } from '../words/page-features.ts';
import { activations } from './experiments.ts';

/** Where neurons were chosen by their rhythm the ranking has its own order. */
export async function pageSpectra(
  experiment: Experiment,
  feature: FeatureResult | undefined,
): Promise<readonly Spectrum[]> {
  const { result } = experiment;
  const all = drawn(result, result.spectra);
  if (!result.figures.fourier || feature === undefined || result.detection.by === 'fourier') return all;
  const lead = leadNeuron(result, feature);
  const own = result.spectra.find(({ neuron }) => neuron === lead) ?? (await spectrumOf(experiment, lead));
  return [own, ...all.filter(({ neuron }) => neuron !== lead)];
}

async function spectrumOf(experiment: Experiment, neuron: number): Promise<Spectrum> {
  const { on, band } = experiment.result.detection;
  const signal = activationsOf(await activations(experiment, on), neuron);
  const amplitude = amplitudeSpectrum(signal);
  const peak = band === null ? null : bandPeak(amplitude, signal.length, band);
  return { neuron, tokens: signal.length, amplitude: [...amplitude], peak };
}
