import { describe, expect, it } from 'vitest';
import { evidenceOutlook, type Outlook } from '../../../runner/experiment/evidence-outlook.ts';

const length = 64;
const feature = { name: 'nouns', match: 'x' } as unknown as Outlook['marked'][number]['feature'];

/** Documents of one segment; every third token carries the feature, from a place that differs by document. */
function outlook(documents: number, changes: Partial<Outlook> = {}): Outlook {
  const ids = Int32Array.from({ length: documents * length }, (_, t) => t % 7);
  const mask = Uint8Array.from(ids, (_, t) => Number((t + Math.floor(t / length) ** 2) % 3 === 0));
  return {
    text: {
      tokens: Array.from(ids, String),
      ids,
      unknown: [],
      segments: Array.from({ length: documents }, (_, s) => [s * length, length]),
      documentStarts: Array.from({ length: documents }, (_, d) => d * length),
      documents: Array.from({ length: documents }, (_, d) => ({ source: 'a', hash: String(d).padStart(4, '0') })),
      documentNumbers: Array.from({ length: documents }, (_, d) => d),
      documentOfSegment: Array.from({ length: documents }, (_, d) => d),
    },
    warmUp: 8,
    marked: [{ feature, mask }],
    manifest: { corpus: { heldOut: 0.1 }, observe: { source: 'held-out', documents: 128 } } as Outlook['manifest'],
    heldOut: documents,
    trained: true,
    ...changes,
  };
}

describe('what the evidence will be, said before the training', () => {
  it('is nothing where every feature can be tested', () => {
    expect(evidenceOutlook(outlook(48))).toEqual([]);
  });

  it('is how many documents are missing, and the setting that brings them', () => {
    const [few] = evidenceOutlook(outlook(16));
    // 16 documents of a tenth of the corpus: 48 and a fifth more are 58, of 36% of it.
    expect(few).toBe(
      'The evidence will speak of this text only: it has 16 of the 48 documents that it takes to speak of others. ' +
        'Hold more of the corpus out: corpus.heldOut=0.4',
    );
  });

  it('names another setting where that one would not help', () => {
    const remedyOf = (changes: Partial<Outlook>) =>
      evidenceOutlook(outlook(16, changes))[0]?.replace(/^.*others\. /, '');
    expect(remedyOf({ heldOut: 100 })).toBe('Let it read more of them: observe.documents=58');
    expect(remedyOf({ heldOut: 16, trained: false })).toMatch(/^Let it read another text [^.]*: observe\.source$/);
    const manifest = { corpus: { heldOut: 0.3 }, observe: { source: 'held-out', documents: 128 } };
    expect(remedyOf({ manifest: manifest as Outlook['manifest'] })).toBe('A longer corpus mends it');
    const file = { corpus: { heldOut: 0.1 }, observe: { source: 'a.txt', documents: 128 } };
    expect(remedyOf({ manifest: file as Outlook['manifest'] })).toMatch(/more documents: observe\.source$/);
  });

  it('names the features that cannot be tested, each reason once', () => {
    const nowhere = { feature: { ...feature, name: 'zebras' }, mask: new Uint8Array(48 * length) };
    const either = { feature: { ...feature, name: 'yaks' }, mask: new Uint8Array(48 * length) };
    expect(evidenceOutlook(outlook(48, { marked: [...outlook(48).marked, nowhere, either] }))).toEqual([
      'The evidence will not test "zebras", "yaks": 0 tokens of a half carry the feature, and the test needs 30.',
    ]);
  });
});
