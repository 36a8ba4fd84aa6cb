/**
 * What an experiment found, for the terminal and for files: the verdict first, with what speaks for it; a passage in the colours
 * of that neuron; the other claims on a line each; and what there is where nothing was tested. Pure: returns text, writes nothing.
 */
import { Ansis } from 'ansis';
import { rungLabels, rungNames } from '../../analysis/findings/names-schema.ts';
import { heightOf } from '../../analysis/findings/verdict.ts';
import { cutOf, withSpaces } from '../../core/cut.ts';
import { both } from '../../core/format.ts';
import type { Claim, Evidence } from '../../experiment/results/evidence-schema.ts';
import type { FeatureResult, Result } from '../../experiment/results/schema.ts';
import { rangeIn } from '../../nn/models/networks.ts';
import { documentLines } from '../../wording/document-labels.ts';
import { evidenceNotes } from '../../wording/exposure.ts';
import { neuronNamed } from '../../wording/neuron-name.ts';
import { costWords, effectWords, numbersLegend, speaksFor } from '../../wording/speaks.ts';
import { headline } from '../../wording/verdict.ts';
import { rangeOf, type Style } from './colour.ts';
import { columns, fitted, wrapped } from './lines.ts';
import { carriersOf, choosePassage, passageLegend, passageLines } from './passage.ts';
import { visible } from './visible.ts';

/** Which neuron the passage shows, and of which feature. */
export interface Subject extends Pick<Claim, 'neuron' | 'component' | 'layer'> {
  feature: FeatureResult;
  /** 'neuron 408' */
  name: string;
}

/** Those that get furthest first, of equal ones a feature's own, then those of the largest flip. */
function inOrder(claims: readonly Claim[]): Claim[] {
  const flip = ({ rungs }: Claim): number => rungs.used.measured?.flip ?? 0;
  return claims.toSorted((a, b) => heightOf(b) - heightOf(a) || Number(b.lead) - Number(a.lead) || flip(b) - flip(a));
}

/** That of the claim which got furthest; where none was tested, of the neuron that stands out first. */
export function subjectOf(result: Result): Subject | null {
  const [claim] = inOrder(result.evidence?.claims ?? []);
  const of = result.features.find(({ name }) => name === claim?.feature);
  if (claim !== undefined && of !== undefined) return { ...claim, feature: of, name: neuronNamed(claim) };
  for (const feature of result.features) {
    const [neuron] = standingOut(feature);
    if (neuron !== undefined) return { ...result.record, neuron, feature, name: `neuron ${neuron}` };
  }
  return null;
}

const standingOut = ({ windows }: FeatureResult): number[] =>
  windows.flatMap(({ neurons }) => neurons.flatMap(({ neuron, role }) => (role === 'detected' ? [neuron] : [])));

/** @param values the subject's activations over the observed text; null: no passage. @returns text that ends in a line break. */
export function renderSummary(result: Result, values: ArrayLike<number> | null, style: Style): string {
  const width = Math.max(20, style.width);
  const { evidence } = result;
  const subject = subjectOf(result);
  const [lead, ...others] = inOrder(evidence?.claims ?? []);
  const asText = (texts: readonly string[]) => texts.flatMap((text) => wrapped(visible(text), width));
  const [first = '', ...rest] =
    evidence === null || lead === undefined ? nothingTested(result) : [headline(lead), speaksFor(lead, evidence)];
  return [
    [...asText([first]).map((line) => new Ansis(style.level).bold(line)), ...asText(rest)],
    subject === null || values === null ? [] : passageOf(result, subject, values, { ...style, width }),
    others.length === 0 ? [] : table(others, width),
    evidence === null ? [] : asText(notesOn(evidence, result)),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** What there is where no claim was tested. */
function nothingTested({ manifest, evidencePending, features, detection }: Result): string[] {
  const why =
    evidencePending !== undefined
      ? `The evidence is still to be gathered: ${evidencePending.command}`
      : manifest.evidence === 'none'
        ? 'No claim was tested: evidence=none.'
        : 'No claim could be tested.';
  const found = features.flatMap((feature) => {
    const neurons = standingOut(feature);
    return neurons.length === 0 ? [] : [`${both(neurons.map(String))} for “${feature.name}”`];
  });
  const how = detection.by === 'none' ? 'Neurons given by hand' : 'Neurons that stand out';
  const warnings = features.flatMap(({ name, warning }) => (warning === null ? [] : [`“${name}”: ${warning}`]));
  return [why, ...(found.length === 0 ? ['No neuron is shown.'] : [`${how}: ${found.join('; ')}.`]), ...warnings];
}

function passageOf(result: Result, subject: Subject, values: ArrayLike<number>, style: Style): string[] {
  const { tokens, resets } = result.texts.observed;
  const { feature } = subject;
  const written = withSpaces(tokens, cutOf(result.model));
  const whole = { tokens: written, resets, carriers: carriersOf(feature, 'observed') };
  const range = rangeOf(rangeIn(result.model.cell, subject.component), values);
  const what = feature.numbers === undefined ? `“${feature.name}”` : `where “${feature.name}” is above its middle`;
  return [
    ...passageLines(whole, choosePassage(whole), { values, range }, style),
    ...wrapped(visible(passageLegend(subject.name, what, style.level)), style.width),
  ];
}

/** Above this many, only those that get furthest are printed; all are in claims.json. */
const largestList = 12;
/** Columns from which on it is said where a claim stops. */
const wide = 64;

const alignment = ['right', 'left', 'right', 'right', 'right', 'left'] as const;

function table(claims: readonly Claim[], width: number): string[] {
  const shown = claims.slice(0, largestList);
  const isWide = width >= wide;
  const head = ['neuron', 'feature', 'passed', 'effect', 'cost', ...(isWide ? ['stops at'] : [])];
  // What the other columns leave, at their widest.
  const room = Math.max(8, width - 50);
  const rows = shown.map((claim) => [
    numberOf(claim),
    fitted(visible(claim.feature), room),
    passed(claim),
    effectWords(claim),
    costWords(claim),
    ...(isWide ? [stopsAt(claim)] : []),
  ]);
  const more = claims.length - shown.length;
  return [
    ...columns([head, ...rows], alignment),
    ...(more > 0 ? [`and ${more} more in claims.json`] : []),
    ...[
      `Passed: how many of the tests that apply to a claim it passed${isWide ? '; stops at: the first that it did not' : ''}.`,
      ...numbersLegend(shown),
    ].flatMap((line) => wrapped(line, width)),
  ];
}

const numberOf = ({ neuron, component, layer, ofSeveral }: Claim): string =>
  ofSeveral === undefined ? String(neuron) : `${neuron} ${component}.${layer}`;

/** '5 of 7' */
function passed({ rungs }: Claim): string {
  const asked = rungNames.filter((name) => rungs[name].status !== 'not applicable');
  return `${asked.filter((name) => rungs[name].status === 'passed').length} of ${asked.length}`;
}

/** The first test that it failed, or that could not be made. */
function stopsAt({ rungs }: Claim): string {
  const stops = rungNames.find((name) => rungs[name].status === 'failed' || rungs[name].status === 'not testable');
  return stops === undefined ? '' : rungLabels[stops].toLowerCase();
}

function notesOn({ steps, swapped, documentLabels }: Evidence, { observation }: Result): string[] {
  return [
    ...(steps.done < steps.of ? [`This is what was found so far: ${steps.done} of ${steps.of} steps are done.`] : []),
    ...documentLines(documentLabels),
    ...evidenceNotes(observation.exposure, { swapped }),
  ];
}
