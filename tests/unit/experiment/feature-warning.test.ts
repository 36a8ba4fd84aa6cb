import { describe, expect, it } from 'vitest';
import { featureWarning, numberWarning } from '../../../runner/experiment/find.ts';

describe('featureWarning', () => {
  it('speaks up when a feature matches nothing', () => {
    expect(featureWarning('dots', 0, 900)).toMatch(/^"dots" matches no token of the 900/);
    expect(featureWarning('dots', 0, 0)).toMatch(/matches no token/);
  });

  it('speaks up when a feature matches everything', () => {
    expect(featureWarning('all tokens', 900, 900)).toMatch(
      /^"all tokens" matches every token, so there is nothing to compare with/,
    );
  });

  it('is silent otherwise', () => {
    expect(featureWarning('dots', 1, 900)).toBeNull();
  });
});

describe('numberWarning', () => {
  it('speaks up where no token has a number, or all have the same', () => {
    expect(numberWarning('depth', Float32Array.of(Number.NaN, Number.NaN))).toMatch(
      /^"depth" has no number at any token/,
    );
    expect(numberWarning('depth', Float32Array.of(4, Number.NaN, 4))).toMatch(/^"depth" is 4 at every token/);
    expect(numberWarning('depth', Float32Array.of(4, Number.NaN, 5))).toBeNull();
  });
});
