/** The article's story, as the committed result tells it, and as it must not be told. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { arraysOf, mapTable } from '../../../../../runner/analysis/atlas/atlas-arrays.ts';
import { atlasSchema } from '../../../../../runner/analysis/atlas/atlas-schema.ts';
import { readResult } from '../../../../../runner/experiment/results/read.ts';
import type { Result } from '../../../../../runner/experiment/results/schema.ts';
import { articleNumbers, quoteStory, type Story, told } from '../../../../../site/words/article/story.ts';

const folder = `public/results/${told.experiment}`;
const result = await readResult(folder);
const description = atlasSchema.parse(
  JSON.parse(await readFile(join(folder, result.atlases?.[0]?.path ?? ''), 'utf8')),
);
const { path } = description.map;
const map = arraysOf(mapTable, await readFile(join(folder, path)), path, description);
const now = quoteStory(result);
const story = typeof now === 'string' ? expect.fail(`the article of the neuron has no story: ${now}`) : now;

/** The result with its leading claim on the feature changed. */
function changed(change: (claim: Story['claim']) => Story['claim']): Result {
  const { evidence } = result;
  if (evidence === null) throw new Error('the result has no evidence');
  const claims = evidence.claims.map((claim) => (claim.feature === told.feature && claim.lead ? change(claim) : claim));
  return { ...result, evidence: { ...evidence, claims } };
}

test('the numbers are those of the result', () => {
  const numbers = articleNumbers(result, story, { atlas: description, map, untrained: null });
  const { flip } = story.used;
  // By hand: a loss that is higher by f nats makes a token exp(f) times less likely.
  expect(Number.parseFloat(numbers.flip)).toBeCloseTo(100 - 100 / Math.E ** flip, 0);
  const { localAuc } = story.effect;
  expect(Number(numbers.auc)).toBeCloseTo(localAuc < 0.5 ? 1 - localAuc : localAuc, 3);
  expect(numbers.units).toBe(String(result.model.units));
  // Named by what the evidence says of them, another way than they are chosen.
  const claims = result.evidence?.claims ?? [];
  const of = (neuron: number | undefined, feature: string) =>
    claims.find((each) => each.neuron === neuron && each.feature === feature);
  expect(of(numbers.bystander?.neuron, told.rival)?.verdict.level).toBe('remembers');
  expect(numbers.notLearned).toBe(
    String(claims.filter(({ verdict }) => /not confirmed|too$/.test(verdict.level)).length),
  );
  expect(Number(numbers.lots)).toBeLessThan(0.6);
  expect(Number(numbers.high.neurons)).toBeGreaterThan(1);
  expect(numbers.lottery.map(({ neuron }) => neuron === story.neuron)).toEqual([true, true, false, false]);
});

test('without its verdict, its effect on the closing mark or held-out text there is no story, and it says why', () => {
  const unused = changed((claim) => ({
    ...claim,
    verdict: { level: 'remembers' },
    rungs: { ...claim.rungs, used: { ...claim.rungs.used, status: 'failed' } },
  }));
  expect(quoteStory(unused)).toBe(`the verdict on neuron ${story.neuron} is: learned to remember it`);
  const dumb = changed((claim) => ({
    ...claim,
    does: claim.does && { ...claim.does, tokens: claim.does.tokens.filter(({ token }) => token !== '"') },
  }));
  expect(quoteStory(dumb)).toContain('does not make the closing quotation mark likelier');
  expect(quoteStory({ ...result, evidence: null })).toBe('it has no tested feature ‘inside quotes’');
  expect(
    quoteStory({ ...result, observation: { ...result.observation, exposure: 'not shown to be held out' } }),
  ).toContain('trained on');
  expect(quoteStory({ ...result, model: { ...result.model, unit: 'character' } })).toContain('not about the words');
});
