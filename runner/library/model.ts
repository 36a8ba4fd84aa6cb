/** A model that is open: it reads, writes, is tested and trained. One thing is done at a time; what is asked for meanwhile waits. */
import type { Claim } from '../experiment/results/evidence-schema.ts';
import type { Checkpoint } from '../nn/models/checkpoint.ts';
import type { Readable } from '../nn/models/reading.ts';
import type { CatalogueWord } from '../text/labels/catalogue.ts';
import { type Memories, type MemoryOptions, memoriesOf } from './memory.ts';
import { OpenNetwork, type TextOrIds } from './network.ts';
import { type PairsOptions, type PairsResult, scoredPairs } from './pairs.ts';
import { type ArrayProbe, type ProbeOptions, probedArray } from './probe.ts';
import { type ReadOptions, readText } from './read.ts';
import { type GivenFeature, Reading } from './reading.ts';
import { type Continued, type Subspace, type SubspaceOptions, subspaceOf } from './subspace.ts';
import {
  furtherTrained,
  type TestOptions,
  type Texts,
  type TrainingCurve,
  type TrainOptions,
  testedClaims,
} from './tasks.ts';
import { TextModel } from './text-model.ts';
import { type WriteOptions, writeText } from './write.ts';

export class Model extends TextModel {
  /**
   * Its architecture, weights and vocabulary; after a training, those of its best epoch. `saveCheckpoint` keeps them, of a whole
   * network (RWKV, Mamba, ...) with its tokenizer.
   */
  get checkpoint(): Checkpoint<Readable> {
    return this.network.kept;
  }

  /** As a text is read elsewhere, and the reading tells too which tokens carry a feature. @throws as there. */
  override read(text: TextOrIds, options: ReadOptions = {}): Promise<Reading> {
    return this.inTurn(async (network) => new Reading(await readText(network, text, options)));
  }

  /**
   * Goes on from a prompt, and records what it reads and writes. <unk> is never written.
   * @returns the prompt and what follows it.
   * @throws InputError as `read`, and when the prompt is empty.
   */
  write(prompt: TextOrIds, options: WriteOptions = {}): Promise<Reading> {
    return this.inTurn(async (network) => new Reading(await writeText(network, prompt, options)));
  }

  /**
   * Tests which neurons react to the features, with the stages and rungs of `npm run experiment`, in a temporary folder.
   * Takes from seconds to minutes. The text needs some thousand tokens in documents: where it is one string, they are cut
   * from it.
   * @param text null: the documents of the corpus (`options.corpus`, the stories) that the model was not trained on.
   * @param features regular expressions for whole tokens, features as a manifest has them, or the word `catalogue`.
   * @returns the claims with their rungs, as a result has them (`evidence.claims`).
   * @throws InputError for wrong options, features or texts, and for a whole network without its tokenizer; Interrupted when
   * `options.signal` stops it.
   */
  test(
    text: Texts | null,
    features: readonly GivenFeature[] | CatalogueWord,
    options: TestOptions = {},
  ): Promise<Claim[]> {
    return this.inTurn((network) => testedClaims(network.named.model, text, features, options));
  }

  /**
   * Which of two ways to go on from a text the model prefers, of each pair of a file: accuracy and margins, with intervals.
   * @param file a table (.tsv), JSON lines, a file of BLiMP, or the .text of a colourless-green triple, as `pairs` of a manifest.
   * @throws InputError naming the line of the file that cannot be used, or as `read` for what `clamp` and `patch` say.
   */
  pairs(file: string, options: PairsOptions = {}): Promise<PairsResult> {
    return this.inTurn((network) => scoredPairs(network, file, options));
  }

  /**
   * How long each neuron of an array remembers: the same tokens are read after what stood before them and after another document,
   * and it is told after how many tokens half of the difference is left.
   * @param text some thousand tokens; better as documents, one string each, which are then joined to one another.
   * @throws InputError when the text is too short, or the model has no such array.
   */
  memory(text: Texts, options: MemoryOptions): Promise<Memories> {
    return this.inTurn((network) => memoriesOf(network, text, options));
  }

  /**
   * How much of a label an array holds at all: a linear reader of all its units, made on half of the documents and judged on the other;
   * beside it the same of a network that never learnt, and of a label that means nothing. Takes seconds to minutes.
   * @param label as a feature of `test`.
   * @throws InputError as `test`, and when the text is too short to tell.
   */
  probe(label: GivenFeature, options: ProbeOptions): Promise<ArrayProbe> {
    return this.inTurn((network) => probedArray(network.named.model, label, options));
  }

  /**
   * Looks for directions of an array that carry what differs between texts: they are learned so that, exchanged from a source into its
   * base, what follows the source follows the base. Judged on pairs that they were not learned on, and for the illusion that a part which
   * lies still is moved by one that nobody reads.
   * @param base texts with the token that follows each; @param source as many.
   * @throws InputError for texts or settings with which nothing can be looked for, and for a model that reads from right to left.
   */
  subspace(base: readonly Continued[], source: readonly Continued[], options: SubspaceOptions): Promise<Subspace> {
    return this.inTurn((network) => subspaceOf(network, base, source, options));
  }

  /**
   * Trains the model further, with its vocabulary, and takes the weights of the best epoch.
   * @param text as `test` has it; a share of its documents is kept out (`options.corpus`: `heldOut`, `validation`).
   * @returns how it went, by epoch, nats a token, and `state`, with which the optimizer goes on in the next training.
   * @throws InputError when the text is too small or an option wrong, and for a whole network without its tokenizer; RunError when
   * the training diverges; Interrupted when `options.signal` stops it: the model is as it was.
   */
  train(text: Texts, options: TrainOptions = {}): Promise<TrainingCurve> {
    return this.inTurn(async (network) => {
      const { checkpoint, curve } = await furtherTrained(network.named.model, text, options);
      await network.close();
      this.network = new OpenNetwork(checkpoint, network.engine);
      return curve;
    });
  }
}
