/**
 * Networks that are known to keep a state, through the whole ladder as experiments run it: is the state affirmed, and no label
 * that only goes with it?
 */
import { item } from '../../../runner/core/at.ts';
import type { Random } from '../../../runner/core/random.ts';
import type { Claim } from '../../../runner/experiment/results/evidence-schema.ts';
import { passed } from '../claims-on.ts';
import { type KnownWorld, trainedWorld, wiredWorld } from '../known-worlds.ts';
import { decoy, shifted } from '../labels.ts';
import { type Material, powerful, rarely, type Study } from '../study.ts';
import type { LanguageName } from '../trained-networks.ts';
import { type Label, type Marks, withWorld } from '../world.ts';
import { claimsOn, isAffirmed, repeated } from './asked.ts';

interface StateWorld {
  name: string;
  about: string;
  make(random: Random, material: Material): KnownWorld;
  /** By how many tokens the label is late, or early where it is below 0; one of them each time. Empty: nothing is moved. */
  shifts: readonly number[];
}

/** What comes is known by nobody. */
const early = [-3, -2, -1];
const earlyOrLate = [...early, 1, 2, 3];
/** Of the tokens, at which a rival beside the truth differs from it: r is about .95. */
const nearly = 0.025;

/** What the network keeps, and labels that go with it, each asked alone. */
const stateStudy = ({ name, about, make, shifts }: StateWorld): Study => ({
  kind: 'plants',
  name,
  about,
  wanted: {
    ...{ 'used power': powerful, 'specific power': powerful, 'specific: decoy': rarely },
    'specific: near rival': rarely,
    ...(shifts.length > 0 && { 'specific: shifted': rarely }),
  },
  ...repeated,
  experiment(random, material) {
    const { world, truths, among, carriers } = make(random, material);
    const truth = item(truths, random.below(truths.length));
    return withWorld(world, random, async (read) => {
      const labelled = (marks: Marks): Label => ({ marks, ...(among && { among }) });
      const isAnyAffirmed = async (marks: Marks) => (await claimsOn(read, [labelled(marks)])).some(isAffirmed);
      const isCarried = ({ neuron }: Claim) => carriers === undefined || carriers.includes(neuron);
      const isRefused = async (...labels: Label[]) => {
        const own = (await claimsOn(read, labels)).filter(
          ({ feature, chosen }) => feature === 'label 0' && chosen !== 'rival',
        );
        const asked = own.filter((claim) => isCarried(claim) && passed(claim, 'learned'));
        return asked.length === 0 ? null : asked.every(({ rungs }) => rungs.specific.status === 'failed');
      };
      const right = (await claimsOn(read, truths.map(labelled))).filter(isCarried);
      return {
        'used power': right.some((claim) => passed(claim, 'heldOut', 'learned', 'used')),
        'specific power': right.some(isAffirmed),
        'specific: near rival': await isRefused(labelled(truth), labelled(decoy(truth, random, nearly))),
        'specific: decoy': await isAnyAffirmed(decoy(truth, random)),
        ...(shifts.length > 0 && {
          'specific: shifted': await isAnyAffirmed(shifted(truth, item(shifts, random.below(shifts.length)))),
        }),
      };
    });
  },
});

const wired = (network: string): string =>
  `${network}, one of whose 24 neurons was wired by hand to know whether the text is inside quotation marks; text and the other neurons' weights are drawn anew.`;
const trained = (network: string): string =>
  `An LSTM of 32 units trained from nothing on ${network}: one of the four that predict best of five; the text is drawn anew.`;

const wiredStates: readonly StateWorld[] = [
  { name: 'LSTM wired by hand', about: wired('An LSTM'), make: (random) => wiredWorld(random), shifts: earlyOrLate },
  {
    name: 'GRU wired by hand',
    about: wired('A GRU'),
    make: (random) => wiredWorld(random, { cell: 'gru' }),
    shifts: earlyOrLate,
  },
  {
    name: 'two layers wired by hand',
    about: wired('An LSTM of two layers, of which the first is asked'),
    make: (random) => wiredWorld(random, { layers: 2 }),
    shifts: earlyOrLate,
  },
];

const trainedStates: readonly StateWorld[] = [
  {
    name: 'counter',
    about: `${trained("lines of some a's and as many b's")} What is asked is the number of b's that are owed. No label is moved: what comes next is known there, and another place is another count.`,
    make: trainedOn('counter'),
    shifts: [],
  },
  {
    name: 'brackets',
    about: `${trained('brackets that open and close, with letters between them')} What is asked is the depth, a number. Labels are moved early alone: what was so two tokens ago a network may well know.`,
    make: trainedOn('brackets'),
    shifts: early,
  },
  {
    name: 'quoted',
    about: `${trained('a language whose letters differ within quotation marks')} Labels are moved early alone.`,
    make: trainedOn('quoted'),
    shifts: early,
  },
];

function trainedOn(name: LanguageName): StateWorld['make'] {
  return (random, material) => trainedWorld(name, random, material);
}

export const wiredStudies: readonly Study[] = wiredStates.map(stateStudy);
export const trainedStudies: readonly Study[] = trainedStates.map(stateStudy);
