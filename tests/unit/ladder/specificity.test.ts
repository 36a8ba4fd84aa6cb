import { describe, expect, it } from 'vitest';
import { random } from '../../../runner/core/random.ts';
import { findControls, specificity } from '../../../runner/ladder/specificity.ts';
import { bestEffects } from '../../../runner/ladder/untrained.ts';
import { permutationTable, permutedCells } from '../../../runner/stats/permutations.ts';
import { swapUnits } from '../../../runner/stats/swap-units.ts';
import { following, inventText, noise } from './invented-text.ts';

/** A layer of 30 neurons, and an untrained one, of which each reads the token in its own way. */
const halves = { discovery: inventText(12), confirmation: inventText(13) };
const { random: source } = halves.confirmation;
const vocabulary = 60;
const units = { discovery: swapUnits(halves.discovery.text), confirmation: swapUnits(halves.confirmation.text) };
const cells = permutedCells(permutationTable(units.confirmation.strata, 499, random(1)), units.confirmation);
const text = { discovery: halves.discovery.text, confirmation: halves.confirmation.text };
const classes = Uint8Array.from({ length: vocabulary }, (_, type) => (type === 0 ? 1 : 0));

/** Activations of one neuron on both halves from a rule. */
const neuron = (rule: (half: (typeof halves)['discovery']) => Float32Array) => ({
  discovery: rule(halves.discovery),
  confirmation: rule(halves.confirmation),
});
function tokenReader() {
  const value = Float32Array.from({ length: vocabulary }, () => source.normal());
  return neuron((half) =>
    noise(source, half.inside.length).map((a, t) => 0.5 * a + (value[half.text.types[t] ?? 0] ?? 0)),
  );
}
const layer = (...neurons: ReturnType<typeof neuron>[]) => ({
  discovery: neurons.map((each) => each.discovery),
  confirmation: neurons.map((each) => each.confirmation),
});
const readers = () => Array.from({ length: 30 }, tokenReader);
const isFeature = Uint8Array.from({ length: vocabulary }, (_, type) => Number([9, 16, 23, 31, 44].includes(type)));
const ofTypes = neuron((half) => Float32Array.from(half.text.types, (type) => isFeature[type] ?? 0));
const byType = {
  masks: { discovery: Uint8Array.from(ofTypes.discovery), confirmation: Uint8Array.from(ofTypes.confirmation) },
  decidedByType: true,
};
const byContext = {
  masks: { discovery: halves.discovery.inside, confirmation: halves.confirmation.inside },
  decidedByType: false,
};
const features = [byType, byContext];
const masks = features.map((feature) => feature.masks);
const untrained = Array.from({ length: 5 }, () => bestEffects(layer(...readers()), masks, units));

function judged(activations: ReturnType<typeof layer>, feature: 0 | 1, which: number, sign: 1 | -1 = 1) {
  const controls = findControls({ text, units, activations, features, classes, untrained, random: random(2) });
  return specificity({
    activation: activations.confirmation[which] as Float32Array,
    mask: features[feature]?.masks.confirmation as Uint8Array,
    sign,
    text: text.confirmation,
    units: units.confirmation,
    cells,
    classes,
    controls: controls[feature] as (typeof controls)[number],
    random: random(3),
  });
}

describe('specificity', () => {
  it('fails a neuron that reads the tokens, as other sets of tokens have neurons that read them', () => {
    const activations = layer(...readers());
    const best = bestEffects(activations, masks, units)[0];
    const rung = judged(activations, 0, best?.neuron ?? 0);
    expect(rung.status).toBe('failed');
    expect(rung.measured?.verdict).toBe('reads the token');
    expect(rung.measured?.sets?.sets).toBe(100);
  });

  it('passes a neuron that knows these tokens far better than the layer knows any others', () => {
    const knowing = neuron((half) =>
      following(
        Uint8Array.from(half.text.types, (type) => isFeature[type] ?? 0),
        8,
        source,
      ),
    );
    const rung = judged(layer(...readers(), knowing), 0, 30);
    expect(rung.measured?.sets?.p).toBeLessThan(0.02);
    expect(rung.measured?.types?.auc).toBe(1);
    expect(rung.status).toBe('passed');
  });

  it('passes a context neuron, which no token set and no untrained network has', () => {
    const activations = layer(
      ...readers(),
      neuron((half) => following(half.inside, -1, source)),
    );
    const rung = judged(activations, 1, 30, -1);
    expect(rung.status).toBe('passed');
    expect(rung.measured?.within?.localAuc).toBeLessThan(0.4);
    expect(rung.measured?.untrained?.networks).toBe(5);
    expect(rung.measured?.sets).toBeNull();
  });

  it('fails a token reader that is claimed to know the context', () => {
    const rung = judged(layer(...readers()), 1, 4);
    expect(rung.status).toBe('failed');
    expect(rung.measured?.verdict).toBe('reads the token');
  });

  it('gives the same for the same seeds', () => {
    const activations = layer(...readers());
    expect(judged(activations, 0, 3)).toEqual(judged(activations, 0, 3));
  });
});
