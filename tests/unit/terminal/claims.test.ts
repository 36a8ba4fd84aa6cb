import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Claim, Evidence } from '../../../runner/results/evidence-schema.ts';
import type { RungStatus } from '../../../runner/results/rungs-schema.ts';
import { renderClaims } from '../../../runner/terminal/claims.ts';

const rung = (status: RungStatus) => ({ status, reason: null, measured: null });

const claim = (changes: Partial<Claim> = {}): Claim => ({
  feature: 'inside quotes',
  says: { whether: 'it is inside quotation marks', event: null },
  neuron: 5,
  layer: 1,
  component: 'hidden',
  sign: 1,
  chosen: 'effect',
  among: 'text',
  decidedByToken: false,
  lead: true,
  numberCurve: null,
  rungs: {
    effect: rung('passed'),
    chance: rung('passed'),
    heldOut: rung('passed'),
    learned: rung('failed'),
    context: rung('not applicable'),
    used: rung('not run'),
    specific: rung('not run'),
    replicated: rung('not testable'),
  },
  verdict: { level: 'untrained too' },
  lagProfile: null,
  excerpts: null,
  does: null,
  falls: null,
  interchange: null,
  alike: null,
  eventAverage: null,
  directEffect: null,
  emergence: null,
  ...changes,
});

const half = { documents: 64, segments: 128, tokens: 28672 };
const evidence = (claims: Claim[], steps = { done: 14, of: 14 }): Evidence => ({
  schema: 3,
  level: 'full',
  steps,
  discovery: half,
  confirmation: half,
  sources: [],
  swapped: 'documents',
  neurons: 12,
  features: 1,
  permutations: 10000,
  seconds: 1,
  claims,
  groups: [],
  probes: [],
  rhythms: [],
  documentLabels: [],
});

describe('claims in the terminal', () => {
  it('say the verdict first, then every rung in words, whatever became of it', () => {
    const text = renderClaims(evidence([claim()]), 'held out', { width: 180, colour: false });
    expect(text).toContain(
      'not learned (untrained networks do this too): Neuron 5 barely tells whether it is inside quotation marks, but a network that never learned may have such a neuron too.\n' +
        '  neuron 5, inside quotes: effect ✔, beyond chance ✔, held out ✔, learned ✖, context ∅, used ·, specific ·, replicated –\n',
    );
    expect(text).toContain('chosen on 64 documents, tested on 64 others');
    expect(
      renderClaims({ ...evidence([claim()]), swapped: 'segments within documents' }, 'held out', {
        width: 160,
        colour: false,
      }),
    ).toContain('chosen on 128 segments, tested on 128 others of the same documents');
    expect(text).toContain('8 rungs: ✔ passed, ✖ failed, ∅ not applicable, – not testable, · not asked.');
  });

  it('keep to the width, colours and all', () => {
    const text = renderClaims(evidence([claim()]), 'held out', { width: 60, colour: true });
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(60);
  });

  it('tell what a probe of the layer reads, beside the same of an untrained layer', () => {
    const probe = {
      feature: 'inside quotes',
      interval: [0.9, 1] as [number, number],
      control: 0.998,
      neuron: null,
      penalty: 0.1,
    };
    const told = (untrained: number | null) =>
      renderClaims({ ...evidence([claim()]), probes: [{ ...probe, localAuc: 0.955, untrained }] }, 'held out', {
        width: 200,
        colour: false,
      });
    expect(told(0.93)).toContain(
      'A linear probe of the whole layer reads “inside quotes” with a local AUC of 0.955; the same probe of an untrained layer with a local AUC of 0.930.\n',
    );
    expect(told(null)).toContain('with a local AUC of 0.955.\n');
  });

  it('make control characters of a feature’s name visible', () => {
    const text = renderClaims(evidence([claim({ feature: 'a\u001b[31mb' })]), 'held out', { width: 80, colour: false });
    expect(text).not.toContain('\u001b');
  });

  it('stand in the order of their verdicts, and are cut to those that got furthest when they are many', () => {
    const strong = claim({ neuron: 7, verdict: { level: 'used' } });
    const weak = claim({ neuron: 99, verdict: { level: 'not confirmed' } });
    const many = Array.from({ length: 11 }, (_, neuron) => claim({ neuron: 10 + neuron }));
    const text = renderClaims(evidence([weak, ...many, strong]), 'held out', { width: 100, colour: false });
    expect(text).toContain('the 12 that got furthest of 13');
    expect(text).not.toContain('neuron 99');
    expect(text.indexOf('neuron 7,')).toBeLessThan(text.indexOf('neuron 10,'));
  });

  it('say how far unfinished evidence has come', () => {
    expect(renderClaims(evidence([claim()], { done: 3, of: 14 }), 'held out', { width: 100, colour: false })).toContain(
      '3 of 14 steps done',
    );
  });

  it('are nothing when nothing was claimed', () => {
    expect(renderClaims(evidence([]), 'held out', { width: 80, colour: false })).toBe('');
  });

  it('give each reason once, with the rungs that it kept from being asked, and what must be known of all claims', () => {
    const reason = "Only a claim that passed 'learned' is asked whether the network uses it.";
    const used = { status: 'not run', reason: { code: 'not learned' }, measured: null } as const;
    const own = claim();
    const asked = claim({ rungs: { ...own.rungs, used, specific: used, replicated: { ...used, measured: null } } });
    const text = renderClaims(evidence([asked, asked]), 'declared held out by the author', {
      width: 160,
      colour: false,
    });
    expect(text).toContain(
      `\n· used, specific and replicated: ${reason}\nThat the model was never trained on this text is declared by the author; no record of its training shows it.\n8 rungs`,
    );
    expect(text.split(reason)).toHaveLength(2);
    // What failed has its numbers in the table.
    expect(renderClaims(evidence([own]), 'held out', { width: 160, colour: false })).not.toMatch(/\n[·–] /);
  });
});
