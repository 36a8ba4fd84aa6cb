import { describe, expect, it, test } from 'vitest';
import { askedNumber, type Entry, numberedEntries } from '../../../../../site/words/search/entry.ts';
import { ask, excerptOf, indexOf, openIndex, type Searched } from '../../../../../site/words/search/index.ts';
import { experimentEntry, neuronEntries } from '../../../../../site/words/search/of-experiment.ts';
import { madeEvidence } from '../../../../fixtures/results/made-evidence.ts';

const entry = (kind: Entry['kind'], title: string, about = '', text?: string): Entry => ({
  ...{ kind, title, about, address: `/${kind}/${title}` },
  ...(text !== undefined && { text }),
});
/** As it comes over the wire. */
const opened = (entries: readonly Entry[]) => openIndex(JSON.parse(JSON.stringify(indexOf(entries))));

const index = opened([
  entry('documentation', 'unknown-word', 'Commands and errors'),
  entry('documentation', 'The past tense of a verb', 'Features'),
  entry('feature', 'past tense', 'tokens tagged VBD'),
  entry('neuron', 'Neuron 408 of quotes', 'inside quotes: learned to remember it'),
  entry('neuron', 'Neuron 4081 of large', ''),
  entry('term', 'Glossary of 408 terms', ''),
  entry('documentation', 'Held out', 'Texts', 'A share of the documents, corpus.heldOut, is never trained on.'),
  entry('documentation', 'How a claim is tested', 'Evidence', 'The documents are split. A held-out half tests.'),
]);
const networks = [
  { title: 'quotes', neurons: 672, address: '/quotes/atlas/#neuron=', listed: [408] },
  { title: 'cells', neurons: 512, address: '/cells/atlas/#neuron=', listed: [] },
  { title: 'small', neurons: 32, address: '/small/atlas/#neuron=', listed: [] },
];
const searched: Searched = { index, networks };
const titles = (query: string, over: Searched = searched) => ask(over, query).map(({ title }) => title);

describe('what is asked', () => {
  it('finds a feature before what speaks of it, whatever the case, by beginnings of words', () => {
    expect(titles('PAST ten')).toEqual(['past tense', 'The past tense of a verb']);
  });

  it('wants every word, and no word that is in the middle of another', () => {
    expect(titles('past verb')).toEqual(['The past tense of a verb']);
    expect(titles('cuments')).toEqual([]);
    expect(titles('  ')).toEqual([]);
    expect(titles('(')).toEqual([]);
  });

  it('takes most of the words where nothing has all', () => {
    expect(titles('unknown-word nowhere')[0]).toBe('unknown-word');
  });

  it('takes a question as it is asked: small words tell nothing, and what has the others in its text comes before a name with one', () => {
    expect(titles('how is a held-out claim tested')[0]).toBe('How a claim is tested');
    expect(titles('what does a feature do with documents and halves')).toContain('How a claim is tested');
    // Where nothing else is asked, they count.
    expect(titles('of')).toEqual(expect.arrayContaining(['Neuron 408 of quotes']));
  });

  it('forgives a slip in a long word', () => {
    expect(titles('glosary')).toEqual(['Glossary of 408 terms']);
    expect(titles('pst')).toEqual([]);
  });

  it('finds the code of an error in its brackets, and the parts of a name in camel case', () => {
    expect(titles('[unknown-word]')[0]).toBe('unknown-word');
    const [, found] = ask(searched, 'never');
    expect(found).toBeUndefined();
    expect(ask(searched, 'never')[0]?.excerpt?.join('')).toBe(
      'A share of the documents, corpus.heldOut, is never trained on.',
    );
    expect(titles('out')).toEqual(['Held out', 'How a claim is tested']);
  });

  it('lists what is named and written of once', () => {
    expect(titles('held')).toEqual(['Held out', 'How a claim is tested']);
  });

  it('finds a neuron by its number in every network that has so many, the claimed one first, and no other number', () => {
    expect(titles('408')).toEqual(['Neuron 408 of quotes', 'Neuron 408 of cells', 'Glossary of 408 terms']);
    expect(titles('neuron 600')[0]).toBe('Neuron 600 of quotes');
    expect(ask(searched, '#31').map(({ address }) => address)).toEqual([
      '/quotes/atlas/#neuron=31',
      '/cells/atlas/#neuron=31',
      '/small/atlas/#neuron=31',
    ]);
  });
});

test('a number is asked for by itself alone', () => {
  expect(['408', ' neuron 7', '#7', '4 or more', '1234567', 'x'].map(askedNumber)).toEqual([
    408,
    7,
    7,
    null,
    null,
    null,
  ]);
  expect(numberedEntries(700, networks)).toEqual([]);
});

test('an excerpt stands around the first word that was found, cut between words', () => {
  const text = `${'before '.repeat(30)}lantern ${'after '.repeat(30)}`;
  const [before, match, after] = excerptOf(text, ['lantern']) ?? [];
  expect(match).toBe('lantern');
  expect(before).toMatch(/^… (before )+$/);
  expect(after).toMatch(/^( after)+ …$/);
  expect(excerptOf(text, ['nowhere'])).toBeNull();
});

describe('an experiment', () => {
  const { result } = madeEvidence('gru-2-layers');
  const experiment = { id: 'gru-2-layers', result };

  it('is found by its id, title, features, cell, component, unit and texts', () => {
    const all = opened([experimentEntry(experiment)]);
    for (const query of ['gru-2', 'update gate', 'commas', 'austen', 'word']) {
      expect(titles(query, { index: all, networks: [] }), query).not.toEqual([]);
    }
    expect(titles('transformer', { index: all, networks: [] })).toEqual([]);
  });

  it('has an entry for each neuron with a claim, with what it reached', () => {
    const [claim] = result.evidence?.claims ?? [];
    if (!claim) throw new Error('the case has no claim');
    const { component, layer } = claim;
    const [found] = neuronEntries({
      ...experiment,
      result: { ...result, atlases: [{ component, layer, path: '', bytes: 0 }] as typeof result.atlases },
    }).filter(({ title }) => title === `Neuron ${claim.neuron} of gru-2-layers`);
    expect(found?.address).toMatch(new RegExp(`neurons/${claim.neuron}/$`));
    expect(found?.about).toContain(claim.feature);
  });
});
