/** What the page of pairs and a write-up say of them: panels, sentences, facts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { PairProfiles, PairSet } from '../../../../../runner/analysis/pairs/pairs-schema.ts';
import { item } from '../../../../../runner/core/at.ts';
import { pairInterchangeSentence, scanSentence } from '../../../../../runner/wording/pairs.ts';
import {
  coursesCsv,
  dosesCsv,
  interchangesCsv,
  neuronsCsv,
  scoresCsv,
} from '../../../../../runner/wording/pairs-tables.ts';
import { courseChart, figuresOfPairs, labelledPlaces, rangeOf } from '../../../../../site/figures/pairs.ts';
import { choosable, chosenNeuron, chosenSentence } from '../../../../../site/words/pairs/chosen.ts';
import { answerOf, leadHeld, markValues, panelsOf, preference } from '../../../../../site/words/pairs/sentences.ts';
import { pairsFacts } from '../../../../../site/words/write-up/facts.ts';

/** Two conditions by which 40 pairs are divided into four; two neurons were asked of them, and have profiles. */
const { set, profiles } = JSON.parse(readFileSync('tests/fixtures/results/agreement.json', 'utf8')) as {
  set: PairSet;
  profiles: PairProfiles;
};
const profiled = { ...set, profiles };
const course = item(set.courses, 0);
const [turnsNone, turnsAll] = [item(set.interchange, 0), item(set.interchange, 1)];

describe('a neuron that a reader chooses', () => {
  it('is one that is told, or one with a profile', () => {
    expect(choosable(profiled)).toEqual({ claimed: [5], others: [28] });
    expect(choosable(set)).toEqual({ claimed: [5], others: [] });
  });

  it('has what its profile says: means over the pairs of each condition, without intervals', () => {
    const chosen = chosenNeuron(profiled, 28);
    const means = chosen.course?.lines.flatMap(({ places }) =>
      places.map(({ mean, interval }) => `${mean} of ${interval}`),
    );
    expect(means).toEqual(['1 of 0,2', '2 of 1,3', '3 of 2,4', '4 of null']);
    const [mean, zero] = chosen.holds;
    expect(mean).toMatchObject({ at: 'mean', values: [0.5], all: { pairs: 40, accuracy: 0.8, margin: 2.5 } });
    expect(zero?.conditions.map(({ accuracy }) => accuracy)).toEqual([0, 0, 0, 0]);
    expect(chosenSentence(profiled.all, chosen)).toBe(
      'With neuron 28 held at its mean 32 of 40 are right for 40, and the margin is 2.50 nats for 4.43. Its value taken from the twin turns none of 40 preferences.',
    );
  });

  it('has a dose curve a value of the mark, weighted by the texts of its conditions', () => {
    // Of one side 4 texts at 3 and 2 at 6.
    expect(chosenNeuron(profiled, 28).dose).toEqual([
      { name: 'subject: one', texts: 6, points: [4, 0, -4].map((margin, at) => ({ value: at - 1, margin })) },
      { name: 'subject: many', texts: 6, points: [-4, 0, 4].map((margin, at) => ({ value: at - 1, margin })) },
    ]);
  });

  it('that is claimed has the numbers of its claim, and of an older result no dose curve', () => {
    expect(chosenNeuron(profiled, 5).holds).toEqual(set.held.filter(({ neurons }) => neurons[0] === 5));
    expect(chosenNeuron(profiled, 5).turned?.turned).toBe(40);
    expect(chosenNeuron(set, 5)).toMatchObject({ dose: [], mean: null });
  });
});

describe('conditions', () => {
  it('make lines by the one in which twins differ, and panels by the others', () => {
    const panels = panelsOf(set, course);
    const told = panels.map(({ title, lines }) => [title, ...lines.map(({ name }) => name)].join(' '));
    expect(told).toEqual(['between: none one many', 'between: many one many']);
    expect(markValues(set)).toEqual(['one', 'many']);
    expect(rangeOf(panels)).toEqual([-2.1, 3.1]);
  });

  it('without a condition make one line', () => {
    const whole = { ...set, by: [], mark: null, conditions: [] };
    const panels = panelsOf(whole, {
      lines: [{ by: {}, pairs: 40, places: [{ from: 'start', offset: 0, mean: 1, interval: [0.9, 1.1] }] }],
    });
    expect(panels).toMatchObject([{ title: '', lines: [{ name: 'all' }] }]);
    expect(markValues(whole)).toEqual(['all']);
  });

  it('with one that is named but not among them, the last makes lines', () => {
    expect(markValues({ ...set, mark: 'verb' })).toEqual(['none', 'many']);
  });
});

it('a time course draws a line and a band a value, with the places that the texts share', () => {
  const [panel] = panelsOf(set, course);
  if (panel === undefined) throw new Error('there is a panel');
  const options = { range: [-3, 4], values: ['one', 'many'] } as const;
  const { content } = courseChart(panel, options);
  for (const colour of ['var(--line)', 'var(--mark)']) expect(content).toContain(`stroke="${colour}"`);
  for (const word of ['>differ<', '>asked<']) expect(content).toContain(word);
  const [file] = figuresOfPairs({ ...set, courses: [course] }, 2);
  expect(file?.name).toBe(`course-2-neuron-${course.neurons[0]}-1`);
  expect(file?.about).toContain('between: none');
  expect(file?.legend?.map(({ text }) => text)).toEqual(['subject: one', 'subject: many']);
});

const scan = {
  component: 'cell' as const,
  layer: 1,
  tried: 64,
  accuracy: 0.5,
  isAbove: false,
  chosen: [],
  pairs: { choosing: 20, confirming: 20 },
};
const forms = { right: 'is', wrong: 'are' };

const sentences = Object.fromEntries([
  ['what is preferred and what it takes to turn that', answerOf(set)],
  ['that no neuron turns any', answerOf({ ...set, interchange: [turnsNone] })],
  ['what is preferred alone', answerOf({ ...set, interchange: [], held: [] })],
  ['a margin as how much likelier one is', preference(forms, Math.log(86))],
  ['the same of the wrong one', preference(forms, -Math.log(102))],
  ['what others alike turn', pairInterchangeSentence(turnsAll)],
  ['that a scan could find nothing', scanSentence(scan)],
  ['that a scan found nothing', scanSentence({ ...scan, isAbove: true })],
]);
it('it is said in sentences', () => expect(sentences).toMatchSnapshot());

it('the neuron leads whose holding costs most', () => {
  expect(leadHeld(set)?.neurons).toEqual([5]);
  expect(leadHeld({ ...set, held: [] })).toBeUndefined();
});

it('a write-up is given numbers by name, and null where there are none', () => {
  expect(pairsFacts(set)).toEqual({
    pairs: 40,
    right: 40,
    margin: 4.43,
    seen: null,
    first: { neuron: 5, pairs: 40, turned: 40, draws: 20, most: 0 },
    held: { neuron: 5, value: -0.95, pairs: 40, right: 20, margin: 0.02, conditions: 4, whole: 2, none: 2 },
    still: { neuron: 15, value: -0.95, pairs: 40, right: 40, margin: 4.45, conditions: 4, whole: 4, none: 0 },
  });
  expect(pairsFacts({ ...set, interchange: [] })).toMatchObject({ first: null, held: null, still: null });
});

const alone = { ...set, profiles: { ...profiles, neurons: profiles.neurons.slice(0, 1) } };
it.each([
  ['each set as it is and held, and condition', scoresCsv([set])],
  ['each place', coursesCsv([set])],
  ['each neuron whose value was exchanged', interchangesCsv([set])],
  ['each neuron, condition and value at which it was held', dosesCsv([alone])],
  ['each neuron with a profile', neuronsCsv([profiled])],
  ['nothing that has no profile', dosesCsv([set])],
])('tables have a row for %s', (_, csv) => expect(csv).toMatchSnapshot());

const placed = (from: 'start' | 'end', offset: number, x: number) => ({ from, offset, x });

/** Twenty tokens from where texts differ, ten back from what is asked: more than a panel has room to label. */
const many = [
  ...Array.from({ length: 20 }, (_, offset) => placed('start', offset, offset)),
  ...Array.from({ length: 10 }, (_, index) => placed('end', index - 9, 21 + index)),
];

test.each([
  [9.5, 30],
  [4.2, 30],
  [30, 5],
])('with %d pixels a token no two labels touch, and both ends are labelled', (step, length) => {
  const places = many.slice(-length);
  const kept = labelledPlaces(places, step);
  const ends = places.filter(({ offset }) => offset === 0);
  for (const end of ends) expect(kept).toContain(end);
  const half = ({ offset }: { offset: number }) => (offset === 0 ? 21 : 13);
  for (const [index, each] of kept.entries()) {
    const next = kept[index + 1];
    if (next !== undefined) expect((next.x - each.x) * step).toBeGreaterThanOrEqual(half(each) + half(next));
  }
  // No room is left empty: of three neighbours one is labelled, or there is no room for three.
  expect(kept.length).toBeGreaterThan(Math.min(places.length, (places.length * step) / 80) - 1);
});
