/**
 * Small mistakes that someone could make in what connects the parts, each with the tests that must notice it. Every one
 * is a line of the program as it stands, so that a mutant whose text is gone is an error: renew it with the code.
 */
export interface Mutant {
  /** What would be wrong: 'it is noticed when ...'. */
  readonly about: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Of these at least one must turn red. */
  readonly tests: readonly string[];
}

const golden = ['tests/cli/golden.test.ts'];
const unit = (name: string): string[] => [`tests/unit/${name}.test.ts`];

/** From documents to the observed text. */
const corpus: readonly Mutant[] = [
  {
    about: 'other documents are held out than those whose hash says so',
    file: 'runner/corpus/splits.ts',
    find: 'if (place < heldOut) return',
    replace: 'if (place >= 1 - heldOut) return',
    tests: golden,
  },
  {
    about: 'the share of training documents is drawn with the bits that decide the split',
    file: 'runner/corpus/splits.ts',
    find: 'fraction(hash, digits) < proportion',
    replace: 'fraction(hash, 0) < proportion',
    tests: unit('corpus/splits'),
  },
  {
    about: 'documents that were trained on are observed',
    file: 'runner/corpus/observe-text.ts',
    find: "document.split === 'held-out' &&",
    replace: "document.split === 'training' &&",
    tests: golden,
  },
  {
    about: 'held-out documents come in another order than that of their hashes',
    file: 'runner/corpus/observe-text.ts',
    find: '(a.document.hash < b.document.hash ? -1 : 1)',
    replace: '(a.document.hash < b.document.hash ? 1 : -1)',
    tests: golden,
  },
  {
    about: 'each segment counts as a document of its own',
    file: 'runner/corpus/observe-text.ts',
    find: 'Math.floor(index / each)',
    replace: 'index',
    tests: golden,
  },
  {
    about: 'the second segment of a document is read from its start again',
    file: 'runner/corpus/observe-text.ts',
    find: '[index * length, length])',
    replace: '[Math.floor(index / each) * each * length, length])',
    tests: golden,
  },
  {
    about: 'a token as often as the smallest count is left out of the vocabulary',
    file: 'runner/corpus/vocabulary.ts',
    find: '>= minimumCount',
    replace: '> minimumCount',
    tests: unit('corpus/vocabulary'),
  },
];

/** From the network to its recording. */
const recording: readonly Mutant[] = [
  {
    about: 'a row of the recording stands one token late',
    file: 'runner/recording/observe.ts',
    find: 'start + t + 1 - rows',
    replace: 'start + t + 2 - rows',
    tests: golden,
  },
  {
    about: 'streams that are read side by side get each other’s values',
    file: 'runner/recording/observe.ts',
    find: 'values.subarray(s * units, (s + 1) * units)',
    replace: 'values.subarray(0, units)',
    tests: golden,
  },
  {
    about: 'the loss is that of the token just read',
    file: 'runner/recording/observe.ts',
    find: 'next.set(ids.subarray(start + t + 1, start + t + 2), s)',
    replace: 'next.set(ids.subarray(start + t, start + t + 1), s)',
    tests: golden,
  },
  {
    about: 'the last token of a segment predicts the first of the next',
    file: 'runner/recording/observe.ts',
    find: 'if (t < length - 1) {',
    replace: 'if (t < length) {',
    tests: golden,
  },
  {
    about: 'a segment goes on from the state in which another ended',
    file: 'runner/recording/observe.ts',
    find: 'await executable.writeState(name, state);',
    replace: 'if (doneBefore === 0) await executable.writeState(name, state);',
    tests: golden,
  },
  {
    about: 'the rows of an array are written over one another',
    file: 'runner/recording/recording-file.ts',
    find: 'writeAt(name, start * units, rows)',
    replace: 'writeAt(name, start, rows)',
    tests: golden,
  },
  {
    about: 'every neuron is the first one when a recording is read back',
    file: 'runner/recording/recording-file.ts',
    find: 'let index = unit; index',
    replace: 'let index = 0; index',
    tests: golden,
  },
  {
    about: 'the sampled text is recorded one token late',
    file: 'runner/recording/sample.ts',
    find: 'recordedOutput(name)), t * units)',
    replace: 'recordedOutput(name)), Math.min(t + 1, total - 1) * units)',
    tests: golden,
  },
  {
    about: 'the unknown token may be drawn',
    file: 'runner/recording/sample.ts',
    find: 'if (!never.includes(id)) best = id;',
    replace: 'best = id;',
    tests: unit('recording/sample'),
  },
  {
    about: 'a neuron is set to the value of another place of the text',
    file: 'runner/recording/interventions.ts',
    find: 'value(start + token)',
    replace: 'value(token)',
    tests: unit('recording/interventions'),
  },
  {
    about: 'what is meant for one segment is done in the first',
    file: 'runner/recording/interventions.ts',
    find: 'bySegment.get(index)',
    replace: 'bySegment.get(0)',
    tests: unit('recording/interventions'),
  },
  {
    about: 'a side-car holds the square root of its colours',
    file: 'runner/results/activations.ts',
    find: 'Math.round((at(row, t) / largest) * levels)',
    replace: 'Math.round(Math.sqrt(Math.abs(at(row, t) / largest)) * levels)',
    tests: golden,
  },
];

/** From text to weights. */
const training: readonly Mutant[] = [
  {
    about: 'the network learns to repeat the token that it reads',
    file: 'runner/training/streams.ts',
    find: 'ids[start + t + 1]',
    replace: 'ids[start + t]',
    tests: unit('training/batches'),
  },
  {
    about: 'all streams read the same stretch',
    file: 'runner/training/streams.ts',
    find: 'stream * length + index * window',
    replace: 'index * window',
    tests: unit('training/batches'),
  },
  {
    about: 'every epoch has the same order',
    file: 'runner/training/batches.ts',
    find: 'random(seed, stream, epoch)',
    replace: 'random(seed, stream)',
    tests: unit('training/batches'),
  },
  {
    about: 'what fills the last batch up counts as text',
    file: 'runner/training/batches.ts',
    find: 'weight: weight.fill(1, 0, real * batch)',
    replace: 'weight: weight.fill(1)',
    tests: unit('training/batches'),
  },
  {
    about: 'the first bias opens another gate than the forget gate',
    file: 'runner/training/initialization.ts',
    find: 'fill(1, block * units, (block + 1) * units)',
    replace: 'fill(1, 0, units)',
    tests: unit('training/initialization'),
  },
  {
    about: 'a training that goes on draws the dropout masks of its first steps again',
    file: 'runner/training/trainer.ts',
    find: 'let done = start.stepsDone ?? 0;',
    replace: 'let done = 0;',
    tests: unit('training/train'),
  },
  {
    about: 'the optimizer’s memory is lost when a training goes on',
    file: 'runner/training/trainer.ts',
    find: 'if (start.slots !== undefined) await write(slots, start.slots);',
    replace: '',
    tests: unit('training/train'),
  },
];

/** From features and recording to the result. */
const experiment: readonly Mutant[] = [
  {
    about: 'every text counts as held out of which one document is',
    file: 'runner/experiment/result.ts',
    find: 'documents.every(({ hash }) => heldOut.has(hash))',
    replace: 'documents.some(({ hash }) => heldOut.has(hash))',
    tests: golden,
  },
  {
    about: 'a model forgets which documents were held out of its training',
    file: 'runner/experiment/train-model.ts',
    find: "documentsOf(corpus, 'held-out').map",
    replace: "documentsOf(corpus, 'validation').map",
    tests: ['tests/cli/kinds.test.ts'],
  },
  {
    about: 'the text is read by the engine that was chosen for the evidence',
    file: 'runner/experiment/record.ts',
    find: 'engine: engines.reading',
    replace: 'engine: engines.evidence',
    tests: unit('experiment/record'),
  },
  {
    about: 'what the thread of an experiment sets does not reach native libraries',
    file: 'runner/experiment/background.ts',
    find: 'env: SHARE_ENV }',
    replace: 'env: { ...process.env } }',
    tests: unit('engines/native-settings'),
  },
  {
    about: 'a GPU that rounds its products passes its trial',
    file: 'runner/engines/measure.ts',
    find: 'Math.abs(value / exact - 1)',
    replace: 'Math.abs(value / exact - 1) / 1e3',
    tests: unit('engines/measure'),
  },
  {
    about: 'a training that is not due is tried all the same',
    file: 'runner/experiment/jobs.ts',
    find: 'networks * epochs * steps * step',
    replace: 'epochs * steps * step',
    tests: unit('experiment/jobs'),
  },
  {
    about: 'neurons are looked for with the marks of the other text',
    file: 'runner/experiment/find.ts',
    find: 'masks[manifest.detect.on]',
    replace: 'masks.sampled',
    tests: golden,
  },
  {
    about: 'the sampled text is shown with the marks of the observed one',
    file: 'runner/experiment/find.ts',
    find: 'positionsIn(masks.sampled)',
    replace: 'positionsIn(masks.observed.subarray(0, shownTokens(manifest)))',
    tests: golden,
  },
  {
    about: 'all features are marked by the first one',
    file: 'runner/experiment/find.ts',
    find: 'marked.map((each) => findFeature(context, each, analysed))',
    replace: 'marked.map((each) => findFeature(context, { ...each, mask: marked[0]?.mask ?? each.mask }, analysed))',
    tests: golden,
  },
  {
    about: 'another component is analysed than the one that was asked for',
    file: 'runner/experiment/find.ts',
    find: 'componentName(manifest.record.component, manifest.record.layer)',
    replace: "componentName('hidden', manifest.record.layer)",
    tests: ['tests/cli/output.test.ts', ...golden],
  },
  {
    about: 'the tokens at the start of a segment are counted',
    file: 'runner/experiment/record.ts',
    find: 'segments.length === 1 ? 0 : observe.warmUp',
    replace: 'segments.length === 1 ? observe.warmUp : 0',
    tests: golden,
  },
  {
    about: 'the two shown texts have the same activations',
    file: 'runner/experiment/shown-activations.ts',
    find: "text: 'sampled', activations: neuronsOf(arrayOf(sampled, name), architecture.units)",
    replace: "text: 'sampled', activations: observed.map((values) => values.subarray(0, sampled.tokens.length))",
    tests: golden,
  },
  {
    about: 'what is expected next is read across segments',
    file: 'runner/experiment/predictions.ts',
    find: 'observed.segments.map(([start]) => start)',
    replace: '[0]',
    tests: golden,
  },
  {
    about: 'the text that is shown first keeps the marks of another',
    file: 'runner/experiment/shown-first.ts',
    find: 'mask: swapped(each.mask)',
    replace: 'mask: each.mask',
    tests: golden,
  },
  {
    about: 'the hashes of documents stay behind when one is shown first',
    file: 'runner/experiment/shown-first.ts',
    find: 'documents: documents(text.documents)',
    replace: 'documents: text.documents',
    tests: unit('experiment/shown-first'),
  },
  {
    about: 'what the author declares passes for what is known',
    file: 'runner/experiment/result.ts',
    find: "observe.heldOut === true ? 'declared held out by the author'",
    replace: "observe.heldOut === true ? 'held out'",
    tests: unit('experiment/declared'),
  },
  {
    about: 'a setting that would mend a small text is tried on the documents that are held out already',
    file: 'runner/corpus/resplit.ts',
    find: 'new Resplit(document, corpusSplitOf(document.hash, settings))',
    replace: 'new Resplit(document, document.split)',
    tests: unit('experiment/shortages'),
  },
  {
    about: 'what is too rare is asked of all tokens, not of those that the rung compares',
    file: 'runner/experiment/shortages.ts',
    find: 'whyNotTestable(maskSeen(seen, cut(own, half)), seen.units)',
    replace:
      'whyNotTestable(cut(own, half), seenThrough(half, cut(members.slice().fill(1), half), halves.swapped).units)',
    tests: unit('experiment/shortages'),
  },
  {
    about: 'a document is in both halves',
    file: 'runner/experiment/evidence/halves.ts',
    find: 'confirmation.push(...own.slice(cut));',
    replace: 'confirmation.push(...own.slice(cut - 1));',
    tests: [...unit('experiment/evidence/halves'), ...golden],
  },
  {
    about: 'the halves are those of the order in the text',
    file: 'runner/experiment/evidence/halves.ts',
    find: '(hashOf(a) < hashOf(b) ? -1 : 1)',
    replace: 'a.document - b.document',
    tests: unit('experiment/evidence/halves'),
  },
  {
    about: 'the halves are scored from the start of each segment',
    file: 'runner/experiment/evidence/halves.ts',
    find: 'segments.map(([start]) => start + warmUp)',
    replace: 'segments.map(([start]) => start)',
    tests: unit('experiment/evidence/halves'),
  },
  {
    about: 'labels of documents are marked in another order',
    file: 'runner/experiment/labels.ts',
    find: 'ofDocuments.flatMap((own) => [...own])',
    replace: 'ofDocuments.toReversed().flatMap((own) => [...own])',
    tests: ['tests/cli/labels.test.ts'],
  },
];

/** From a manifest to features and hashes. */
const manifest: readonly Mutant[] = [
  {
    about: 'another seed uses the model of the first',
    file: 'runner/manifest/hash.ts',
    find: '      seed,\n',
    replace: '',
    tests: unit('manifest/hash'),
  },
  {
    about: 'a text that was moved trains anew',
    file: 'runner/manifest/hash.ts',
    find: 'source: corpusHash,',
    replace: '',
    tests: unit('manifest/hash'),
  },
  {
    about: 'a character is said to decide a feature of words',
    file: 'runner/features/language.ts',
    find: "(unit === 'word' || !ofWords) && decidedByToken(feature)",
    replace: 'decidedByToken(feature)',
    tests: unit('features/language'),
  },
  {
    about: 'what the manifest says a feature is compared with is passed over',
    file: 'runner/features/language.ts',
    find: 'feature.among ?? kindNamed(feature).referenceClass(feature)',
    replace: 'kindNamed(feature).referenceClass(feature)',
    tests: unit('features/reference-class'),
  },
  {
    about: 'all documents are marked as one',
    file: 'runner/features/language.ts',
    find: 'documents.forEach((start, index) => {',
    replace: '[0].forEach((start, index) => {',
    tests: unit('features/mark'),
  },
];

/** From the halves to claims, rungs and verdict. */
const ladder: readonly Mutant[] = [
  {
    about: 'the untrained networks’ mean is judged by, not where one more of them would lie',
    file: 'runner/stats/prediction-interval.ts',
    find: 'Math.sqrt(1 + 1 / m)',
    replace: 'Math.sqrt(1 / m)',
    tests: unit('stats/prediction-interval'),
  },
  {
    about: 'an effect on the other side than was claimed passes',
    file: 'runner/ladder/rungs/effect.ts',
    find: '(low > criteria.noEffect ? 1 : -1) === sign',
    replace: 'true',
    tests: unit('ladder/rungs/effect'),
  },
  {
    about: 'the effect is measured on the documents on which the neuron was chosen',
    file: 'runner/ladder/rungs/effect.ts',
    find: "effectSeen(bench, own, 'confirmation', neuron)",
    replace: "effectSeen(bench, own, 'discovery', neuron)",
    tests: unit('ladder/rungs/effect'),
  },
  {
    about: 'the other documents are those on which the neuron was chosen',
    file: 'runner/ladder/rungs/held-out.ts',
    find: "activationSeen(bench, own, 'confirmation', neuron)",
    replace: "activationSeen(bench, own, 'discovery', neuron)",
    tests: unit('ladder/rungs/held-out'),
  },
  {
    about: 'claims on held-out documents do not pay for each other',
    file: 'runner/ladder/swap-claims.ts',
    find: 'maxima[b] = Math.max(at(maxima, b), test.sign * at(permuted, b))',
    replace: 'maxima[b] = test.sign * at(permuted, b)',
    tests: unit('ladder/swap-claims'),
  },
  {
    about: 'text that may have been trained on counts as held out',
    file: 'runner/ladder/rungs/held-out.ts',
    find: 'if (exposed !== undefined)',
    replace: "if (exposed === '')",
    tests: unit('ladder/rungs/held-out'),
  },
  {
    about: 'an untrained network is represented by its first neuron, not by its best',
    file: 'runner/ladder/best-neuron.ts',
    find: '(size(neuron) > size(best) ? neuron : best)',
    replace: 'best',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'the best neuron of an untrained network is turned the way that suits it on confirmation',
    file: 'runner/ladder/best-neuron.ts',
    find: 'direction * effect',
    replace: 'Math.abs(effect)',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'claims are compared with untrained networks without regard to their sign',
    file: 'runner/ladder/rungs/learned.ts',
    find: 'compared(sign * (effect.localAuc - 0.5), best,',
    replace: 'compared(Math.abs(effect.localAuc - 0.5), best,',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'a claim passes that is more than one of the labels without meaning',
    file: 'runner/ladder/rungs/learned.ts',
    find: 'labels.best.every(',
    replace: 'labels.best.some(',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'the interval of the untrained networks is taken of areas, not of their logits',
    file: 'runner/ladder/rungs/learned.ts',
    find: 'interval(best.map(logitOf), logitOf(claim))',
    replace: 'interval(best, claim)',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'a claim is told from untrained networks that tell all there is to tell',
    file: 'runner/ladder/rungs/learned.ts',
    find: 'beyondAll ? largestEffect :',
    replace: '',
    tests: unit('ladder/rungs/learned'),
  },
  {
    about: 'neurons that know the feature stand among those that a flip is compared with',
    file: 'runner/ladder/alike.ts',
    find: 'may(other) && ',
    replace: '',
    tests: unit('ladder/alike'),
  },
  {
    about: 'neurons alike are told without their outgoing weights',
    file: 'runner/ladder/alike.ts',
    find: '...outgoing.map((norms) => Array.from(norms, Math.log)),',
    replace: '',
    tests: unit('ladder/alike'),
  },
  {
    about: 'neurons alike are told without their memory',
    file: 'runner/ladder/alike.ts',
    find: 'spread.map(({ memory }) => memory),',
    replace: '',
    tests: unit('ladder/alike'),
  },
  {
    about: 'labels without meaning hang on the token alone',
    file: 'runner/ladder/meaningless.ts',
    find: 'last.copyWithin(0, 1)',
    replace: 'last.fill(-1)',
    tests: unit('ladder/meaningless'),
  },
  {
    about: 'labels without meaning are drawn anew at each token, and stand in no runs',
    file: 'runner/ladder/meaningless.ts',
    find: 'state === 1 ? 1 - leave : enter',
    replace: 'share',
    tests: unit('ladder/meaningless'),
  },
  {
    about: 'the network is asked for labels without meaning where the token decides the feature',
    file: 'runner/ladder/meaningless.ts',
    find: 'bench.features.filter(({ decidedByToken }) => !decidedByToken)',
    replace: 'bench.features',
    tests: unit('ladder/meaningless'),
  },
  {
    about: 'a feature that the token decides is asked for what else is known',
    file: 'runner/ladder/rungs/context.ts',
    find: '!item(bench.features, feature).decidedByToken',
    replace: 'item(bench.features, feature) !== undefined',
    tests: unit('ladder/rungs/context'),
  },
  {
    about: 'all tokens count as equal ones',
    file: 'runner/ladder/rungs/context.ts',
    find: 'among(bench, claim, bench.input.text.confirmation.types)',
    replace: 'among(bench, claim, bench.input.text.confirmation.types.map(() => 0))',
    tests: unit('ladder/rungs/context'),
  },
  {
    about: 'a claim that an untrained network has as well is asked for its use',
    file: 'runner/ladder/rungs/used.ts',
    find: "if (before !== 'passed') return",
    replace: "if (before === 'not run') return",
    tests: unit('ladder/rungs/used'),
  },
  {
    about: 'the flip is not compared with that by other documents’ masks',
    file: 'runner/ladder/rungs/used.ts',
    find: 'return flipOf(own, without).flip - mean;',
    replace: 'return flipOf(own, without).flip - 0 * mean;',
    tests: unit('ladder/rungs/used'),
  },
  {
    about: 'the right state and the wrong one are exchanged',
    file: 'runner/ladder/flip.ts',
    find: "which === 'right' ? 1 : 0",
    replace: "which === 'right' ? 0 : 1",
    tests: unit('ladder/rungs/used'),
  },
  {
    about: 'the loss of the right state is taken for that of the wrong one',
    file: 'runner/ladder/rungs/used.ts',
    find: 'item(losses, 2 * k), item(losses, 2 * k + 1)',
    replace: 'item(losses, 2 * k + 1), item(losses, 2 * k)',
    tests: unit('ladder/rungs/used'),
  },
  {
    about: 'what is flipped inside is counted outside',
    file: 'runner/ladder/flip.ts',
    find: 'at(compared.state, index) === 1 ?',
    replace: 'at(compared.state, index) === 0 ?',
    tests: unit('ladder/flip'),
  },
  {
    about: 'another document’s mask is the document’s own',
    file: 'runner/ladder/flip.ts',
    find: '(index + step) % n',
    replace: 'index',
    tests: unit('ladder/flip'),
  },
  {
    about: 'another document’s mask comes from another source',
    file: 'runner/ladder/flip.ts',
    find: '(document) => at(sources, document))',
    replace: '(document) => 0 * at(sources, document))',
    tests: unit('ladder/flip'),
  },
  {
    about: 'the levels at which a neuron is held are those of the text on which it is flipped',
    file: 'runner/ladder/flip.ts',
    find: "stateOf(bench, feature, 'discovery', places)",
    replace: "stateOf(bench, feature, 'confirmation', places)",
    tests: unit('ladder/flip'),
  },
  {
    about: 'a neuron is held at the values of another segment',
    file: 'runner/experiment/evidence/held-readings.ts',
    find: 'segment * read + position - stream * read',
    replace: 'position - stream * read',
    tests: unit('experiment/evidence/readings'),
  },
  {
    about: 'a feature is compared with all tokens, whatever its class',
    file: 'runner/experiment/evidence/ladder-input.ts',
    find: 'members: both(members)',
    replace: 'members: both(members.map(() => 1))',
    tests: golden,
  },
  {
    about: 'all features share the class of the first',
    file: 'runner/ladder/bench.ts',
    find: 'classes.get(feature.among) ??',
    replace: 'classes.values().next().value ??',
    tests: unit('ladder/bench'),
  },
  {
    about: 'neurons are chosen by the confirmation half',
    file: 'runner/ladder/choice.ts',
    find: "effectsOn(bench, 'discovery')",
    replace: "effectsOn(bench, 'confirmation')",
    tests: unit('ladder/rungs/chance'),
  },
  {
    about: 'a neuron is claimed for an effect that chance explains',
    file: 'runner/ladder/choice.ts',
    find: 'family.adjustedP(at(z, neuron)) < screen.adjustedP ?',
    replace: 'family.adjustedP(at(z, neuron)) <= 1 ?',
    tests: unit('ladder/rungs/chance'),
  },
  {
    about: 'a match in another seed counts that is not more than untrained networks have',
    file: 'runner/ladder/rungs/replicated.ts',
    find: 'match.heldOut && match.learned',
    replace: 'match.heldOut',
    tests: unit('ladder/rungs/replicated'),
  },
  {
    about: 'a match in another seed counts that does not hold on other documents',
    file: 'runner/ladder/rungs/replicated.ts',
    find: 'match.heldOut && match.learned',
    replace: 'match.learned',
    tests: unit('ladder/rungs/replicated'),
  },
  {
    about: 'a use stands that does not follow from a memory',
    file: 'runner/ladder/verdict.ts',
    find: 'if (!remembers) return',
    replace: "if (!remembers && !passed('used')) return",
    tests: unit('ladder/verdict'),
  },
  {
    about: 'chance among all neurons overrules what other documents confirm',
    file: 'runner/ladder/verdict.ts',
    find: "if (!passed('effect') ||",
    replace: "if (!passed('chance') || !passed('effect') ||",
    tests: unit('ladder/verdict'),
  },
  {
    about: 'a network that never learnt is forgotten in the verdict',
    file: 'runner/ladder/verdict.ts',
    find: "rungs.learned.status === 'failed'",
    replace: 'rungs.learned.measured === null',
    tests: unit('ladder/verdict'),
  },
  {
    about: 'the claim with the largest effect leads, whatever its verdict',
    file: 'runner/ladder/verdict.ts',
    find: 'rankOf(claim.verdict.level) > rankOf(known.verdict.level) ||',
    replace: 'size(claim) > size(known) ||',
    tests: unit('ladder/verdict'),
  },
  {
    about: 'a rung is told of the claim before',
    file: 'runner/ladder/told.ts',
    find: 'found[name]?.[index] ??',
    replace: 'found[name]?.[index === 0 ? 0 : index - 1] ??',
    tests: golden,
  },
  {
    about: 'what was kept of a step counts whatever it depends on',
    file: 'runner/experiment/evidence/step-cache.ts',
    find: 'isKept(kept) && kept.key === key',
    replace: 'isKept(kept)',
    tests: unit('experiment/evidence/step-cache'),
  },
  {
    about: 'what was found of another network is taken for this one',
    file: 'runner/experiment/evidence/evidence.ts',
    find: '    ...weights,\n',
    replace: '',
    tests: golden,
  },
  {
    about: 'what was found of other marks, or among other tokens, is taken for these',
    file: 'runner/experiment/evidence/evidence.ts',
    find: '    ...marks,\n',
    replace: '',
    tests: golden,
  },
];

/** Many experiments, and where they run. */
const sweeps: readonly Mutant[] = [
  {
    about: 'a trial goes on before its place is certain',
    file: 'runner/sweep/halving.ts',
    find: 'place + unknown < kept ? { to: rung + 1 }',
    replace: 'place < kept ? { to: rung + 1 }',
    tests: unit('sweep/halving'),
  },
  {
    about: 'halving trains every trial to the end',
    file: 'runner/experiment/train-model.ts',
    find: '      until,\n',
    replace: '',
    tests: ['tests/cli/sweep.test.ts'],
  },
  {
    about: 'a job that failed is submitted once more than asked',
    file: 'runner/executors/slurm/cluster.ts',
    find: 'tries >= this.#settings.tries',
    replace: 'tries > this.#settings.tries',
    tests: unit('executors/slurm'),
  },
];

export const mutants: readonly Mutant[] = [
  ...[...corpus, ...recording, ...training, ...experiment, ...manifest],
  ...[...ladder, ...sweeps],
];
