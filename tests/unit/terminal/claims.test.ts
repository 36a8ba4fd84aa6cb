import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Claim, Evidence, RungStatus } from '../../../runner/results/evidence-schema-1.ts';
import { renderClaims } from '../../../runner/terminal/claims.ts';

const rung = (status: RungStatus) => ({ status, reason: null, measured: null });

const claim = (changes: Partial<Claim> = {}): Claim => ({
  feature: 'sentence end',
  neuron: 5,
  layer: 1,
  component: 'hidden',
  sign: 1,
  chosen: 'effect',
  rungs: {
    E1: rung('passed'),
    E2: rung('passed'),
    E3: rung('failed'),
    E4: rung('not testable'),
    E5: rung('not run'),
    E6: rung('not run'),
    E7: rung('passed'),
  },
  lagProfile: null,
  eventAverage: null,
  directEffect: null,
  emergence: null,
  sentence: 'Neuron 5 is higher at "sentence end", which is more than chance gives.',
  ...changes,
});

const half = { documents: 64, segments: 128, tokens: 28672 };
const evidence = (claims: Claim[]): Evidence => ({
  level: 'full',
  discovery: half,
  confirmation: half,
  sources: [],
  swapped: 'documents',
  neurons: 12,
  features: 1,
  permutations: 10000,
  seconds: 1,
  claims,
  rhythms: [],
  notes: [],
});

describe('claims in the terminal', () => {
  it('show every rung, whatever became of it, and the sentence', () => {
    const text = renderClaims(evidence([claim()]), { width: 100, colour: false });
    expect(text).toContain('neuron 5, sentence end: E1 ✔  E2 ✔  E3 ✖  E4 –  E5 ·  E6 ·  E7 ✔\n');
    expect(text).toContain('  Neuron 5 is higher at "sentence end", which is more than chance gives.\n');
    expect(text).toContain('chosen on 64 documents, tested on 64 others');
  });

  it('keep to the width, colours and all', () => {
    const text = renderClaims(evidence([claim()]), { width: 60, colour: true });
    for (const line of text.split('\n').filter((each) => !each.startsWith('neuron'))) {
      expect(stringWidth(line)).toBeLessThanOrEqual(60);
    }
  });

  it('make control characters of a feature’s name visible', () => {
    const text = renderClaims(evidence([claim({ feature: 'a\u001b[31mb' })]), { width: 80, colour: false });
    expect(text).not.toContain('\u001b');
  });

  it('are cut to those that got furthest when they are many', () => {
    const weak = claim({ neuron: 99, rungs: { ...claim().rungs, E1: rung('failed'), E2: rung('failed') } });
    const text = renderClaims(evidence([weak, ...Array.from({ length: 12 }, (_, neuron) => claim({ neuron }))]), {
      width: 100,
      colour: false,
    });
    expect(text).toContain('the 12 that got furthest of 13');
    expect(text).not.toContain('neuron 99');
  });

  it('are nothing when nothing was claimed', () => {
    expect(renderClaims(evidence([]), { width: 80, colour: false })).toBe('');
  });
});
