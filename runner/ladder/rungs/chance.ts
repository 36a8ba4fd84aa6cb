/** Is it more than chance among all neurons and features: the discovery half's own test, told of each claim. Pure. */
import type { Chance } from '../../results/rungs-schema.ts';
import { choice, screen } from '../choice.ts';
import { judged, notTestable, rung } from './rung.ts';

const criteria = { adjustedP: screen.adjustedP } as const;

export const chance = rung({
  name: 'chance',
  title: 'comparing with chance',
  question: 'Is it more than chance among all neurons and features?',
  criteria,
  passesWhen: `The adjusted p on the discovery half is below ${criteria.adjustedP}. It screens who may be claimed, and does not overrule documents that took no part in the choice.`,
  needs: ['discovery half'],
  inputs: [choice],
  reads: [],
  async compute({ found }) {
    return found.choice.chance.map((measured) => ('code' in measured ? notTestable(measured) : judgeChance(measured)));
  },
});

const judgeChance = (measured: Chance) =>
  judged(measured, measured.adjustedP < criteria.adjustedP ? null : { code: 'chance', tests: measured.tests });
