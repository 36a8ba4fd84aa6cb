import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { RungStatus } from '../../../../runner/analysis/findings/rungs-schema.ts';
import { renderSummary, subjectOf } from '../../../../runner/cli/terminal/summary.ts';
import type { Claim, Evidence } from '../../../../runner/experiment/results/evidence-schema.ts';
import { activationsOf, feature, result, someClaim, someEvidence, tokens } from './result.ts';

const rung = (status: RungStatus) => ({ status, reason: null, measured: null });

const claim = (changes: Partial<Claim> = {}): Claim => ({
  ...someClaim,
  feature: 'sentence end',
  says: { whether: 'a sentence ends', event: null },
  neuron: 5,
  sign: 1,
  rungs: {
    heldOut: rung('passed'),
    learned: rung('failed'),
    used: rung('not run'),
    specific: rung('not run'),
    replicated: rung('not testable'),
  },
  lead: true,
  decidedByToken: false,
  verdict: { level: 'untrained too' },
  effect: null,
  chance: null,
  context: null,
  ...changes,
});

const evidence = (claims: Claim[], steps = { done: 14, of: 14 }): Evidence => ({
  ...someEvidence,
  steps,
  claims,
  groups: [],
  probes: [],
});

/** With an effect of so much, an untrained network's best, and what the wrong state costs. */
const measured = (localAuc: number, flip: number | null, own: Partial<Claim> = {}): Claim => {
  const { rungs, ...rest } = claim(own);
  const effect = { localAuc, interval: [localAuc, localAuc], carriers: 9, rest: 9, documents: 9 };
  const learned = { networks: 2, best: [0.05, 0.12], claim: 0.4, labels: null };
  return {
    ...rest,
    effect: { ...effect, pooledAuc: 0.5, pointBiserial: 0 },
    rungs: {
      ...rungs,
      learned: { ...rungs.learned, measured: learned },
      used: { ...rungs.used, ...(flip !== null && { status: 'passed', measured: { flip, difference: flip } }) },
    },
  } as Claim;
};

const found = (claims: Claim[], changes: Partial<Evidence> = {}, steps?: Evidence['steps']) =>
  result({ evidence: { ...evidence(claims, steps), ...changes } });
const style = { width: 160, level: 0, theme: 'dark' } as const;
const values = activationsOf('observed', 5);
const plain = (of: ReturnType<typeof result>, width: number = style.width) =>
  renderSummary(of, null, { ...style, width });

describe('what was found, in the terminal', () => {
  it('is the verdict of the claim that got furthest, then what speaks for it in plain words, then a line for each other', () => {
    const lead = measured(0.04, 0.14, { sign: -1, verdict: { level: 'used' } });
    const other = measured(0.71, null, { neuron: 8, lead: false });
    const weak = measured(0.6, null, { neuron: 99, lead: false, verdict: { level: 'not confirmed' } });
    expect(plain(found([weak, other, lead]))).toBe(
      'Neuron 5 knows whether a sentence ends, and the network uses it.\n' +
        'On 64 documents that it was not chosen on, it picks the right one of two tokens 96% of the time (guessing: 50%; the best of 2 untrained networks: 62%). Set\n' +
        'wrongly, it makes the next token 13% less likely.\n\n' +
        'neuron  feature       passed  effect  cost  stops at\n' +
        '     8  sentence end  1 of 5     71%        learned\n' +
        '    99  sentence end  1 of 5     60%        learned\n' +
        'Passed: how many of the tests that apply to a claim it passed; stops at: the first that it did not.\n' +
        'Effect: how often the neuron picks the one with the feature of two tokens (guessing: 50%).\n',
    );
  });

  it('has numbers in the place of chances where the feature is one', () => {
    const says = { whether: 'how deep it is', event: null, number: true as const };
    const text = plain(found([measured(0.955, null, { says }), measured(0.1, null, { says, sign: -1, neuron: 7 })]));
    expect(text).toContain('its rank correlation is 0.91 (none: 0; the best of 2 untrained networks: 0.24).');
    expect(text).toMatch(/\n {5}7 .* 0\.80 /);
    expect(text).not.toContain('guessing');
  });

  it('keeps to the width, from 40 columns to 200, in every number of colours and both themes', () => {
    const name = 'a feature whose name is longer than a line of forty columns';
    for (const width of [40, 64, 80, 200]) {
      const several = width > 40 ? { ofSeveral: true as const } : {};
      const claims = Array.from({ length: 15 }, (_, neuron) =>
        measured(0.9, 0.01, { neuron: 600 + neuron, feature: name, ...several }),
      );
      const of = result({ features: [feature({ name })], evidence: evidence(claims, { done: 3, of: 14 }) });
      for (const level of [0, 1, 2, 3] as const)
        for (const theme of ['dark', 'light'] as const) {
          const text = renderSummary(of, values, { width, level, theme });
          for (const line of text.split('\n'))
            expect(stringWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
          expect(text).toContain('and 2 more in claims.json');
        }
    }
  });

  it('shows one passage, in the colours that there are, with the feature underlined; without colours in marks', () => {
    const of = found([claim()]);
    const drawn = (level: 0 | 1 | 2 | 3, theme: 'dark' | 'light' = 'dark') =>
      renderSummary(of, values, { width: 80, level, theme });
    expect(drawn(3)).toContain('\u001b[48;2;');
    expect(drawn(2)).toContain('\u001b[48;5;');
    expect(drawn(2)).not.toContain('\u001b[48;2;');
    for (const more of ['\u001b[48;', '\u001b[38;']) expect(drawn(1)).not.toContain(more);
    expect(drawn(3, 'light')).not.toBe(drawn(3));
    // Three tokens carry the feature, each on a piece of its own.
    for (const level of [1, 2, 3] as const) expect(drawn(level).split('\u001b[4m')).toHaveLength(1 + 3);
    const marks = drawn(0).split('\n');
    expect(drawn(0)).not.toContain('\u001b');
    const first = marks.findIndex((line) => line.startsWith('  Stop. Go!'));
    expect(marks.slice(first, first + 3)).toEqual(['  Stop. Go!⏎', '      ^   ^', '      +   +']);
    expect(drawn(0)).toContain('+ neuron 5 is high, - low, ^ “sentence end”.');
  });

  it('marks where a number is above its middle', () => {
    // Of the numbers 0 to 13 but 3 the middle one is 7; the tokens 8 to 13 are 14 columns wide.
    const numbers = { observed: tokens.map((_, t) => (t === 3 ? null : t)), sampled: [] };
    const text = renderSummary(result({ features: [feature({ numbers })] }), values, style);
    const [, marks] = /^ {2}naïve .*\n(.*)$/m.exec(text) ?? [];
    expect(marks).toBe(`${' '.repeat(8)}${'^'.repeat(14)}`);
    expect(text).toContain('^ where “sentence end” is above its middle.');
  });

  it('says what there is where nothing was tested', () => {
    const untested = result();
    expect(plain({ ...untested, manifest: { ...untested.manifest, evidence: 'none' } })).toBe(
      'No claim was tested: evidence=none.\nNeurons that stand out: 3 and 8 for “sentence end”.\n',
    );
    expect(plain({ ...untested, evidencePending: { command: 'npm run evidence small' } })).toMatch(
      /^The evidence is still to be gathered: npm run evidence small\n/,
    );
    expect(plain(found([]))).toMatch(/^No claim could be tested\.\n/);
    const rare = feature({ windows: [], warning: 'no token carries it' });
    expect(plain(result({ features: [rare] }))).toContain('No neuron is shown.\n“sentence end”: no token carries it\n');
    expect(subjectOf(untested)).toMatchObject({ neuron: 3, component: 'output', layer: 1 });
    expect(subjectOf(result({ features: [rare] }))).toBeNull();
  });

  it('says how far unfinished evidence has come, and what must be known of all claims', () => {
    const of = found([claim()], { swapped: 'segments within documents' }, { done: 3, of: 14 });
    const text = plain({ ...of, observation: { ...of.observation, exposure: 'declared held out by the author' } });
    expect(text).toContain(
      'This is what was found so far: 3 of 14 steps are done.\nThat the model was never trained on',
    );
    expect(text).toContain('segments were swapped within each document');
  });

  it('makes control characters visible', () => {
    const hostile = 'a\u001b[31mb';
    const of = result({
      features: [feature({ name: hostile })],
      evidence: evidence([claim({ feature: hostile }), claim()]),
    });
    const text = renderSummary(of, values, style);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('a␛[31mb');
    expect(tokens.join('')).toContain('\u001b');
  });
});
