import { describe, expect, it } from 'vitest';
import { checkDeclared } from '../../../runner/experiment/prepare.ts';
import { exposureOf } from '../../../runner/experiment/result.ts';

type Declared = Parameters<typeof checkDeclared>[0];
type Documents = Declared['corpus']['documents'];

const observe = (heldOut?: boolean) => ({ observe: { heldOut } }) as Declared['manifest'];
const text = { documents: [{ hash: 'a', source: 'x' }] };
const corpus = (split: string, hash = 'c') => ({ hash, documents: [{ hash: 'a', split }] as unknown as Documents });
const known = (heldOut: string[], hash = 'c') =>
  ({ training: { corpus: { name: 'x', hash, heldOut } } }) as unknown as NonNullable<Declared['given']>;

describe('what is known of a text and the training of a model', () => {
  it('is what the list of the checkpoint says, before what the author says', () => {
    expect(exposureOf(known(['a']), text, observe())).toBe('held out');
    expect(exposureOf(known(['a']), text, observe(true))).toBe('held out');
    expect(exposureOf(known(['b']), text, observe())).toBe('not shown to be held out');
    expect(exposureOf({}, text, observe(false))).toBe('not shown to be held out');
    expect(exposureOf({}, text, observe(true))).toBe('declared held out by the author');
  });

  it('contradicts the author where documents are known to be in the training', () => {
    const check = (given: Declared['given'], own: Declared['corpus']) =>
      checkDeclared({ manifest: observe(true), given, corpus: own, text });
    expect(() => check(null, corpus('training'))).toThrow(/1 of its 1 documents are in its training/);
    expect(() => check(null, corpus('validation'))).toThrow();
    expect(() => check(known(['b']), corpus('training'))).toThrow();
    expect(() => check(known(['a']), corpus('training'))).not.toThrow();
    expect(() => check(null, corpus('held-out'))).not.toThrow();
    // Trained on another corpus, or on one that nobody knows.
    expect(() => check(known(['b'], 'other'), corpus('training'))).not.toThrow();
    expect(() => check({}, corpus('training'))).not.toThrow();
    expect(() => checkDeclared({ manifest: observe(), given: null, corpus: corpus('training'), text })).not.toThrow();
  });
});
