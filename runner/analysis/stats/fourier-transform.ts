/**
 * The discrete Fourier transform of any length: fft.js for powers of two, Bluestein's chirp-z transform on top of it
 * for all others. Float64. Pure; imports only fft.js. What depends on the length alone is kept by length, so that
 * the spectra of hundreds of neurons over one text cost one preparation.
 * Source: Bluestein 1970, 'A linear filtering approach to the computation of discrete Fourier transform'.
 */
import FFT from 'fft.js';

/** Returns the interleaved complex transform [2 * length] of a signal [length], real or with an imaginary part. */
type Transform = (signal: Float64Array, imaginary?: Float64Array) => Float64Array;

const keptLengths = 8;
const transforms = new Map<number, Transform>();

/**
 * X[k] = sum over t of signal[t] exp(-2 pi i k t / T), unnormalized.
 * @param imaginary the signal's imaginary part, [signal.length]; by default 0.
 * @returns real and imaginary parts, interleaved, [2 * signal.length]; overwritten by the next call of equal length.
 * @throws RangeError when the signal is empty.
 */
export function fourierTransform(signal: Float64Array, imaginary?: Float64Array): Float64Array {
  const { length } = signal;
  if (length < 1) throw new RangeError(`fourierTransform: a signal needs at least 1 value, got ${length}`);
  let transform = transforms.get(length);
  if (transform === undefined) {
    transform = prepare(length);
    const oldest = transforms.keys().next();
    if (transforms.size >= keptLengths && oldest.done !== true) transforms.delete(oldest.value);
    transforms.set(length, transform);
  }
  return transform(signal, imaginary);
}

function prepare(length: number): Transform {
  if (length === 1) return (signal, imaginary) => Float64Array.of(signal[0], partAt(imaginary, 0));
  return (length & (length - 1)) === 0 ? powerOfTwo(length) : chirpZ(length);
}

function powerOfTwo(length: number): Transform {
  const fft = new FFT(length);
  const input = new Float64Array(2 * length);
  const output = new Float64Array(2 * length);
  return (signal, imaginary) => {
    for (let t = 0; t < length; t++) {
      input[2 * t] = signal[t];
      input[2 * t + 1] = partAt(imaginary, t);
    }
    fft.transform(output, input);
    return output;
  };
}

/** A real signal has no imaginary part. */
const partAt = (imaginary: Float64Array | undefined, t: number): number => (imaginary === undefined ? 0 : imaginary[t]);

/** With kt = (k^2 + t^2 - (k-t)^2) / 2 the transform is a convolution with the chirp exp(pi i t^2 / T). */
function chirpZ(length: number): Transform {
  let size = 1;
  while (size < 2 * length - 1) size *= 2;
  const fft = new FFT(size);
  const chirp = new Float64Array(2 * length);
  const kernel = new Float64Array(2 * size);
  for (let t = 0; t < length; t++) {
    // The angle's whole turns are taken off before the cosine, in exact whole numbers: t^2 loses digits otherwise.
    const angle = (Math.PI * ((t * t) % (2 * length))) / length;
    const real = Math.cos(angle);
    const imaginary = Math.sin(angle);
    chirp[2 * t] = real;
    chirp[2 * t + 1] = -imaginary;
    for (const place of t === 0 ? [0] : [t, size - t]) {
      kernel[2 * place] = real;
      kernel[2 * place + 1] = imaginary;
    }
  }
  const kernelSpectrum = new Float64Array(2 * size);
  fft.transform(kernelSpectrum, kernel);
  const input = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  const convolved = new Float64Array(2 * size);
  const output = new Float64Array(2 * length);
  return (signal, imaginary) => {
    for (let t = 0; t < length; t++) {
      const x = signal[t];
      const y = partAt(imaginary, t);
      const c = chirp[2 * t];
      const s = chirp[2 * t + 1];
      input[2 * t] = x * c - y * s;
      input[2 * t + 1] = x * s + y * c;
    }
    fft.transform(spectrum, input);
    multiply(spectrum, spectrum, kernelSpectrum, size);
    fft.inverseTransform(convolved, spectrum);
    multiply(output, convolved, chirp, length);
    return output;
  };
}

/** out = a b, element by element, over interleaved complex numbers. */
function multiply(out: Float64Array, a: Float64Array, b: Float64Array, count: number): void {
  for (let i = 0; i < 2 * count; i += 2) {
    const aReal = a[i];
    const aImaginary = a[i + 1];
    const bReal = b[i];
    const bImaginary = b[i + 1];
    out[i] = aReal * bReal - aImaginary * bImaginary;
    out[i + 1] = aReal * bImaginary + aImaginary * bReal;
  }
}
