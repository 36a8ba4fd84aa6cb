/** Waves of any frequency over a text. Pure; those of the last length are kept, since a search asks for them again and again. */

let kept = { length: 0, waves: new Map<number, Float64Array>() };

/**
 * cos and sin of 2 pi cycles t / length, interleaved, [2 x length], each by turning the last one on by one step.
 * @param cycles in the whole length, of a part of a cycle too.
 * @returns kept and shared: not to be written to.
 */
export function turnedWave(cycles: number, length: number): Float64Array {
  if (kept.length !== length) kept = { length, waves: new Map() };
  const known = kept.waves.get(cycles);
  if (known !== undefined) return known;
  const wave = turned((2 * Math.PI * cycles) / length, length);
  kept.waves.set(cycles, wave);
  return wave;
}

function turned(step: number, length: number): Float64Array {
  const turn = { real: Math.cos(step), imaginary: Math.sin(step) };
  const wave = new Float64Array(2 * length);
  let cosine = 1;
  let sine = 0;
  for (let t = 0; t < length; t++) {
    wave[2 * t] = cosine;
    wave[2 * t + 1] = sine;
    [cosine, sine] = [cosine * turn.real - sine * turn.imaginary, cosine * turn.imaginary + sine * turn.real];
  }
  return wave;
}
