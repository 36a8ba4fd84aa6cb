/**
 * One text under the reader's hands: what was typed, then what the model writes on from it. The tokens are a function of
 * the plan alone; what a new plan shares with the one before is not read again. Pure but for what it remembers.
 */

import { draw, mostLikely, samplingRandom } from '../../../runner/analysis/reading/sample.ts';
import { type Likely, likeliest } from '../../../runner/analysis/stats/likeliest.ts';
import { at } from '../../../runner/core/at.ts';
import { longestExpected } from './limits.ts';
import type { BrowserModel } from './model.ts';
import { createOcclusion, type Limit, type Occlusion, type TokenContribution } from './occlusion.ts';
import { createReader, type LiveHold, type LiveReader, type ReaderStep } from './reader.ts';

export interface Plan {
  /** Ids of the typed tokens. */
  prompt: readonly number[];
  /** Tokens to write after them. */
  count: number;
  /** 0 always takes the likeliest token. */
  temperature: number;
  seed: number;
  hold: LiveHold | null;
  /** Within the prompt nothing is asked of what the model expects, as within a long one: half the work or more is left out. */
  onlyAfter?: true;
}

/** A token that was read. */
export interface ReadToken {
  id: number;
  components: ReaderStep['components'];
  /** What the model expects next, likeliest first; none within a long text. */
  likely: Likely[];
}

export interface Session {
  /** How many of the tokens before stay as they are; then `tokens` is cut to so many. */
  begin(plan: Plan): number;
  /** Reads, or writes, the plan's next token; false when there is none. */
  step(): boolean;
  /** What was read so far. */
  readonly tokens: readonly ReadToken[];
  /** Probabilities after the last token that was read, [vocabulary]; null before the first. */
  after(): Float32Array | null;
  /**
   * Of the next word or mark after the prompt, [vocabulary]: what the model gives to white space goes to what it expects once a space
   * more is read, as in the runner's evidence. Of the next token where tokens are no words; null where nothing was read.
   */
  words(): Float32Array | null;
  /** What each earlier token has put into a neuron of the held component, after a token that was read (occlusion.ts). */
  parts(position: number, neuron: number, limit?: Limit): Generator<TokenContribution | null>;
}

export const shownLikely = 5;
const nothing: Plan = { prompt: [], count: 0, temperature: 1, seed: 0, hold: null };

const isWhite = (token: string | undefined): boolean => token?.trim() === '';

/** [vocabulary] The shares of white space in `next` given to what is expected after a space; what is white space there is left out. */
function lookedPast(next: Float32Array, spaced: Float32Array, vocabulary: readonly string[]): Float32Array {
  const white = Uint8Array.from(vocabulary, (token) => Number(isWhite(token)));
  const share = (all: Float32Array): number => all.reduce((sum, p, id) => sum + (white[id] === 1 ? p : 0), 0);
  const scale = share(next) / Math.max(1 - share(spaced), Number.EPSILON);
  return next.map((p, id) => (white[id] === 1 ? 0 : p + scale * at(spaced, id)));
}

const isExpected = ({ prompt, onlyAfter }: Plan, place: number): boolean =>
  place >= prompt.length - 1 || (!onlyAfter && prompt.length <= longestExpected);

/**
 * @param held name of the component that a neuron can be held in.
 * @param never ids that are never written.
 */
export function createSession(model: BrowserModel, held: string, never: readonly number[]): Session {
  let plan = nothing;
  let reader: LiveReader = createReader(model, held, null);
  let random = samplingRandom(0);
  const tokens: ReadToken[] = [];
  let last: ReaderStep | null = null;
  /** Of the tokens as they are; null: nothing was asked of them yet. */
  let occlusion: Occlusion | null = null;

  /** What the new plan shares with what was read. */
  function shared(next: Plan): number {
    if (next.hold?.neuron !== plan.hold?.neuron || next.hold?.value !== plan.hold?.value) return 0;
    const typed = next.prompt.findIndex((id, position) => id !== tokens[position]?.id);
    const samePrompt = typed === -1 && next.prompt.length === plan.prompt.length;
    if (samePrompt && next.temperature === plan.temperature && next.seed === plan.seed)
      return Math.min(tokens.length, next.prompt.length + next.count);
    return Math.min(tokens.length, typed === -1 ? next.prompt.length : typed);
  }

  return {
    tokens,
    begin(next) {
      const bare = tokens.findIndex(({ likely }, place) => likely.length === 0 && isExpected(next, place));
      let keep = Math.min(shared(next), bare === -1 ? tokens.length : bare);
      const known = keep === tokens.length && next.temperature === plan.temperature;
      // What follows the last kept token is drawn from probabilities that only the last token read has.
      if (keep > 0 && !known && keep >= next.prompt.length) keep--;
      if (next.hold?.neuron !== plan.hold?.neuron || next.hold?.value !== plan.hold?.value)
        reader = createReader(model, held, next.hold);
      if (!known) {
        const before = tokens[keep - 1];
        reader.goTo(before === undefined ? null : before);
        last = null;
      }
      tokens.length = keep;
      occlusion = null;
      plan = next;
      random = samplingRandom(next.seed);
      for (let drawn = next.prompt.length; drawn < keep; drawn++) if (next.temperature !== 0) random.uniform();
      return keep;
    },
    step() {
      const at = tokens.length;
      if (at >= plan.prompt.length + plan.count) return false;
      const id = plan.prompt[at] ?? written();
      if (id === null) return false;
      if (!isExpected(plan, at)) {
        const own = reader.pass(id);
        const states = Object.entries(reader.carried()).map(([name, { data }]) => [name, data] as const);
        tokens.push({ id, components: { ...Object.fromEntries(states), [held]: own }, likely: [] });
        return true;
      }
      last = reader.read(id, plan.temperature);
      tokens.push({ id, components: last.components, likely: likeliest(last.likelihood, shownLikely) });
      return true;
    },
    after: () => last?.likelihood ?? null,
    words() {
      const id = plan.prompt.at(-1);
      if (id === undefined || tokens.length < plan.prompt.length) return null;
      const { unit, vocabulary } = model;
      const space = unit === 'word' ? vocabulary.indexOf(' ') : -1;
      const state = reader.carried();
      reader.goTo(tokens[plan.prompt.length - 2] ?? null);
      const next = reader.read(id, 1).likelihood;
      const onlySpace = (): Float32Array => next.map((_, each) => Number(each === space));
      const words =
        space === -1
          ? next
          : isWhite(vocabulary[id])
            ? lookedPast(onlySpace(), next, vocabulary)
            : lookedPast(next, reader.read(space, 1).likelihood, vocabulary);
      reader.goOn(state);
      return words;
    },
    parts(position, neuron, limit) {
      occlusion ??= createOcclusion({ model, component: held, hold: plan.hold, never, tokens });
      return occlusion.partsOf(position, neuron, limit);
    },
  };

  function written(): number | null {
    if (last === null) return null;
    return plan.temperature === 0 ? mostLikely(last.likelihood, never) : draw(last.tempered, never, random);
  }
}
