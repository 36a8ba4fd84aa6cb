/** What the article says of a single step, by what comes out. */
import { expect, it } from 'vitest';
import { closingCosts, speakerOf, stepSentence } from '../../../../../site/words/article/step.ts';
import type { Story } from '../../../../../site/words/article/story.ts';

const claim = (neuron: number, { held, step, next = '"' }: { held: number; step: number; next?: string }) => {
  const place = { of: { next }, where: 'inside' };
  return {
    ...{ neuron, feature: 'inside quotes' },
    falls: { places: [{ ...place, flip: held }] },
    interchange: { parts: [{ ...place, flip: step }] },
  } as unknown as Story['claim'];
};
const story = (own: Story['claim'], ...others: Story['claim'][]) =>
  ({ claim: own, evidence: { claims: [own, ...others] } }) as unknown as Story;

const keeper = claim(408, { held: 1.17, step: -0.0107 });
const speaker = claim(44, { held: 0.307, step: 0.289 });

it('a memory does next to nothing at one token alone, and is told so', () => {
  expect(stepSentence(story(keeper))).toBe(
    'Given such a value at one token alone, it changes next to nothing (the mark’s chance by a factor of 1.01): it is held, and read, over many tokens.',
  );
  expect(stepSentence(story(speaker))).toBe(
    'Given such a value at one token alone, it changes the mark’s chance by a factor of 0.749.',
  );
});

it('the neuron that says at one token what the other keeps is named, and only such a one', () => {
  expect(speakerOf(story(keeper, speaker))).toEqual({ neuron: 44, step: '25% less likely', held: '26% less likely' });
  expect(speakerOf(story(speaker, keeper))).toBeNull();
  expect(speakerOf(story(keeper, claim(45, { held: 0.3, step: 0.1 })))).toBeNull();
});

it('where the cost falls elsewhere, or was not measured, nothing is said', () => {
  const elsewhere = claim(408, { held: 1.17, step: 0, next: '?' });
  expect(closingCosts(elsewhere)).toBeNull();
  expect(stepSentence(story(elsewhere))).toBe('');
  expect(stepSentence(story({ ...keeper, falls: null }))).toBe('');
  expect(speakerOf(story({ ...keeper, interchange: null }, speaker))).toBeNull();
});
