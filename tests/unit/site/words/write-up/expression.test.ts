import { describe, expect, it } from 'vitest';
import { verdictPhrase } from '../../../../../runner/wording/verdict.ts';
import { shownValue, whenOf } from '../../../../../site/words/write-up/begin.ts';
import { evaluated, isThere, printed } from '../../../../../site/words/write-up/expression.ts';
import { factsOf } from '../../../../../site/words/write-up/facts.ts';
import { buildResult } from '../../../../fixtures/results/build-result.ts';
import { caseNamed } from '../../../../fixtures/results/cases.ts';

const { result: gru } = buildResult(caseNamed('gru-2-layers'));
const { result: none } = buildResult(caseNamed('rnn-characters'));
const place = { file: 'a.mdx:4', tag: '{...}' };

type Names = ReturnType<ReturnType<typeof factsOf>>;

/** As it stands in line 4 of a write-up. */
const value = (of: (facts: Names) => unknown, about = gru): unknown =>
  evaluated({ source: '...', of: of as () => unknown }, 'a.mdx:4', factsOf(about));

describe('an expression', () => {
  it('leads through the result, the claims on a feature, and the neurons that were chosen', () => {
    expect(value(({ result }) => result.model.units)).toBe(672);
    expect(value(({ feature }) => feature('commas').carriers)).toBe(gru.features[1]?.carriers);
    expect(value(({ lead }) => lead('commas')?.neuron)).toBe(45);
    const best = gru.features[1]?.windows.flatMap(({ neurons }) => neurons).find(({ rank }) => rank === 1);
    expect(value(({ chosen }) => chosen('commas')[0]?.neuron)).toBe(best?.neuron);
    const claim = gru.evidence?.claims.find(({ feature, neuron }) => feature === 'commas' && neuron === 143);
    expect(value(({ claims, auc }) => auc(claims('commas').find(({ neuron }) => neuron === 143) ?? null))).toBe(
      claim?.effect?.localAuc,
    );
    expect(value(({ status }) => status('heldOut', 'commas'))).toBe('passed');
  });

  it('leads to the program’s own words of a claim, which ask for what only numbers have', () => {
    const [asked] = value(({ claims }) => claims('commas')) as Record<string, { numbers?: unknown }>[];
    expect(() => asked?.says?.numbers).toThrow('has no "numbers"');
    const [own] = gru.evidence?.claims.filter(({ feature }) => feature === 'commas') ?? [];
    expect(value(({ claims, verdict }) => verdict(claims('commas')[0]))).toBe(own && verdictPhrase(own));
    expect(value(({ claims, correlation }) => correlation(claims('commas')[0] ?? null))).toBeNull();
  });

  it('that names what is not there is told with what there is', () => {
    expect(() => value(({ lead }) => lead('dots'))).toThrow(
      'a.mdx:4: {...}: this experiment has no feature "dots"; it has "sentence end", "commas". The site was not built.',
    );
    expect(() => value(({ result }) => (result.observation as { perplexty?: number }).perplexty)).toThrow(
      'a.mdx:4: {...}: result.observation has no "perplexty"; it has source, exposure,',
    );
    expect(() => value(({ status }) => status('E9' as 'used', 'commas'))).toThrow(
      'a claim has no "E9"; it has heldOut,',
    );
    expect(() => value(() => nothing())).toThrow('a.mdx:4: {...}: nothing is here; there is result, feature, lead,');
    expect(() => value((facts) => (facts as { sweep?: unknown }).sweep)).toThrow(
      'has no "sweep"; it has result, feature',
    );
    expect(() =>
      value(({ measured }) => (measured('used', 'all characters') as unknown as { flip: 1 }).flip, none),
    ).toThrow(/reading 'flip'\); what may be missing is asked for first: <When is=\{\.\.\.\}>/);
  });

  it('is printed as it asks, and else with three digits', () => {
    expect(printed(place, 57344)).toBe('57,344');
    expect(printed(place, 0.123456)).toBe('0.123');
    expect(value(({ fixed }) => fixed(-0.123456, 1))).toBe('−0.1');
    expect(value(({ percent }) => percent(0.123456, 1))).toBe('12.3%');
    expect(() => value(({ fixed, auc }) => fixed(auc(null), 2))).toThrow('this was not measured');
    expect(() => printed(place, null)).toThrow('this was not measured; ask first whether it is there');
    const shown = (of: () => unknown) =>
      shownValue({ file: 'a.mdx', facts: factsOf(gru) }, { at: '4', of: { source: 'x', of } });
    expect([shown(() => 0.5), shown(() => 'words')]).toEqual(['0.500', 'words']);
    expect(() => shown(() => null)).toThrow('a.mdx:4: {x}: this was not measured');
    expect(() => printed(place, gru.model)).toThrow('this is neither a number nor a text; it has cell, ');
  });
});

function nothing(): never {
  throw new ReferenceError('nothing is here');
}

describe('<When>', () => {
  const shown = (is: (facts: Names) => unknown, about = gru) =>
    whenOf({ file: 'a.mdx', facts: factsOf(about) })({
      is: { source: '...', of: is },
      at: '4',
      children: 'text',
    });

  it('shows its text while there is something: no null, no false, no empty list', () => {
    expect(shown(({ result }) => result.evidence)).toBe('text');
    expect(shown(({ result }) => result.evidence, none)).toBeNull();
    expect(shown(({ status }) => status('heldOut', 'commas') === 'passed')).toBe('text');
    expect(shown(({ status }) => status('heldOut', 'all characters') === 'passed', none)).toBeNull();
    expect(shown(({ lead }) => lead('all characters')?.excerpts, none)).toBeNull();
    expect([shown(({ asked }) => asked('commas')), shown(({ asked }) => asked('gone'))]).toEqual(['text', null]);
    expect([0, [], [0], ''].map(isThere)).toEqual([false, false, true, false]);
  });

  it('must ask for something', () => {
    expect(() => whenOf({ file: 'a.mdx', facts: factsOf(gru) })({ at: '4', children: 'text' })).toThrow(
      /^a\.mdx:4: <When>: it asks for nothing/,
    );
  });
});
