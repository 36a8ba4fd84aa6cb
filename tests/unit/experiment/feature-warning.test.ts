import { describe, expect, it } from 'vitest';
import { featureWarning } from '../../../runner/experiment/find.ts';

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
