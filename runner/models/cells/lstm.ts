/**
 * Long short-term memory: i, f, o = sigmoid(.), g = tanh(.); c = f c' + i g; h = o tanh(c).
 * Source: Hochreiter & Schmidhuber 1997 with the forget gate of Gers 2000; gate order i, f, g, o as in PyTorch.
 */
import { asComputed, type Cell, needed } from './cell.ts';

export const lstm: Cell = {
  name: 'lstm',
  gates: 4,
  components: ['input', 'forget', 'candidate', 'output', 'cell', 'hidden'],
  stateNames: ['hidden', 'cell'],

  forward(ops, projected, recurrent, previous, replace = asComputed) {
    const [i, f, g, o] = ops.split(ops.add(projected, recurrent), 4, 1);
    const input = replace('input', ops.sigmoid(needed(i, 'i')));
    const forget = replace('forget', ops.sigmoid(needed(f, 'f')));
    const candidate = replace('candidate', ops.tanh(needed(g, 'g')));
    const output = replace('output', ops.sigmoid(needed(o, 'o')));
    const kept = ops.mul(forget, needed(previous.cell, 'cell'));
    const cell = replace('cell', ops.add(kept, ops.mul(input, candidate)));
    const squashed = ops.tanh(cell);
    const hidden = replace('hidden', ops.mul(output, squashed));
    return {
      previous,
      state: { hidden, cell },
      components: { input, forget, candidate, output, cell, hidden },
      extra: { squashed },
    };
  },

  backward(ops, { previous, components, extra }, dHidden, dCellAfter) {
    const one = ops.scalar(1);
    const input = needed(components.input, 'input');
    const forget = needed(components.forget, 'forget');
    const candidate = needed(components.candidate, 'candidate');
    const output = needed(components.output, 'output');
    const squashed = needed(extra.squashed, 'squashed');

    const throughHidden = ops.mul(ops.mul(dHidden, output), ops.sub(one, ops.mul(squashed, squashed)));
    const dCell = dCellAfter === null ? throughHidden : ops.add(dCellAfter, throughHidden);
    const gate = (upstream: typeof input, value: typeof input) =>
      ops.mul(upstream, ops.mul(value, ops.sub(one, value)));
    const projected = ops.concat(
      [
        gate(ops.mul(dCell, candidate), input),
        gate(ops.mul(dCell, needed(previous.cell, 'cell')), forget),
        ops.mul(ops.mul(dCell, input), ops.sub(one, ops.mul(candidate, candidate))),
        gate(ops.mul(dHidden, squashed), output),
      ],
      1,
    );
    return { projected, recurrent: projected, hidden: null, cell: ops.mul(dCell, forget) };
  },
};
