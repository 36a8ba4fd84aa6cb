/**
 * The page's feature in the reader's own text: its tokens are underlined, and all neurons stand by how well each tells them. Comes
 * with a loaded model.
 */
import { at } from '../../../runner/core/at.ts';
import { counted, integer } from '../../../runner/core/words.ts';
import { byRank, swarmSvg } from '../../figures/features/swarm.ts';
import { scored } from '../../words/features/sentences.ts';
import type { LiveMarks } from '../../words/script-data.ts';
import { announceNeuron } from '../chosen-neuron.ts';
import { connectSwarm } from '../feature/swarm.ts';
import { find } from '../find.ts';
import { matchInThread, rememberingLast } from '../matching.ts';
import { tokenClass } from './effects.ts';
import { classesOf } from './marks.ts';
import type { OpenModel } from './open.ts';
import type { LiveHold } from './reader.ts';
import type { LiveText } from './text.ts';
import type { TypedText } from './typed.ts';

export interface OwnMarks {
  /** Underlines what of a typed text carries the feature; what is known of the neurons belongs to another text, or another hold. */
  type(typed: TypedText, hold: LiveHold | null): Promise<void>;
  /** The model has read the text: asks how every neuron tells it, and says so of the chosen one. */
  rank(model: Pick<OpenModel, 'rank'>, neuron: number): void;
}

const ringed = 5;
const match = rememberingLast(matchInThread);

export function connectMarks(figure: HTMLElement, marks: LiveMarks, text: LiveText): OwnMarks {
  const said = find(figure, '[data-live-marked]', HTMLElement);
  const drawing = find(figure, '[data-live-swarm]', HTMLElement);
  let typed: TypedText | null = null;
  let held: LiveHold | null = null;
  /** [tokens that the model reads] */
  let classes: Uint8Array | null = null;
  let told: { effects: number[]; learned: number[] } | null = null;
  const swarm = connectSwarm(
    drawing,
    find(figure, '[data-live-swarm-said]', HTMLElement),
    () => (told === null ? Promise.reject(new Error('nothing was read')) : Promise.resolve(told)),
    announceNeuron,
  );
  const count = (wanted: number): number => classes?.reduce((sum, each) => sum + Number(each === wanted), 0) ?? 0;

  function say(neuron: number): void {
    if (classes === null) {
      said.textContent = 'The pattern of the feature could not be matched.';
      return;
    }
    const [carriers, rest] = [count(tokenClass.carrier), count(tokenClass.rest)];
    const marked = `${carriers === 0 ? 'None' : integer(carriers)} of ${counted(carriers + rest, 'token')} ${carriers === 1 ? 'carries' : 'carry'} “${marks.name}”${carriers === 0 ? '' : ', underlined'}`;
    if (told === null) {
      said.textContent = `${marked}.`;
      return;
    }
    const best = byRank(told.effects).slice(0, ringed);
    said.textContent = `${marked}. On your text neuron ${neuron} scores ${scored(at(told.effects, neuron))}; the best of all: ${best.map((each) => `${each} (${scored(at(told?.effects ?? [], each))})`).join(', ')}.`;
    swarm.show(neuron);
  }

  return {
    async type(next, hold) {
      if (hold?.neuron !== held?.neuron || hold?.value !== held?.value) told = null;
      held = hold;
      if (typed === next) return;
      typed = next;
      told = null;
      const read = next.tokens.flatMap(({ token, id }, position) => (id === null ? [] : [{ token, position }]));
      const found = await classesOf(
        marks,
        read.map(({ token }) => token),
        match,
      );
      if (typed !== next) return;
      classes = found;
      const carriers = read.filter((_, place) => found?.[place] === tokenClass.carrier);
      const marked = new Set(carriers.map(({ position }) => position));
      next.tokens.forEach((_, position) => {
        text.tokens[position]?.classList.toggle('f', marked.has(position));
      });
    },
    rank(model, neuron) {
      const of = typed;
      if (classes === null || of === null || count(tokenClass.carrier) === 0 || count(tokenClass.rest) === 0) {
        drawing.replaceChildren();
        say(neuron);
        return;
      }
      if (told !== null) {
        say(neuron);
        return;
      }
      model.rank(classes, (effects) => {
        if (typed !== of) return;
        told = { effects: [...effects], learned: [] };
        drawing.innerHTML = swarmSvg(
          {
            feature: { bar: null },
            untrained: null,
            effects: told.effects,
            best: byRank(told.effects)
              .slice(0, ringed)
              .map((each) => ({ neuron: each })),
          },
          () => false,
        ).html;
        say(neuron);
      });
    },
  };
}
