/**
 * An optimizer's rule as a function in WebAssembly, over float32 in one memory, four numbers at a time: it reads a parameter,
 * its gradient and its slots once, and writes the parameter and the slots once. Its operations and their order are those that
 * the rule puts into a graph, so that the numbers are the graph's.
 */
import { valueNamed } from '../../models/program.ts';
import type { Optimizer, RuleOperations } from './optimizers.ts';

/** Bytes that are worked on at a time. */
export const width = 16;

export interface Pass {
  /** What gradients are multiplied by first. */
  factor: number;
  /** Of what a gradient may be then, on either side of 0; what is not a number stays so. */
  limit: number;
  scalars: Readonly<Record<string, number>>;
}

/** Changes a parameter and its slots, which lie in the memory: the parameter, its gradient, its slots in their order. */
export function kernelOf(
  memory: WebAssembly.Memory,
  optimizer: Optimizer,
): (arrays: readonly Float32Array[], pass: Pass) => void {
  const names = Object.keys(optimizer.scalars(1, 1));
  const module = new WebAssembly.Module(codeOf(optimizer, names));
  const { update } = new WebAssembly.Instance(module, { training: { memory } }).exports as {
    update(bytes: number, factor: number, limit: number, ...scalarsAndPlaces: number[]): void;
  };
  return (arrays, { factor, limit, scalars }) => {
    const bytes = width * Math.ceil((arrays[0]?.byteLength ?? 0) / width);
    const places = arrays.map(({ byteOffset }) => byteOffset);
    update(bytes, factor, limit, ...names.map((name) => valueNamed(scalars, name)), ...places);
  };
}

// WebAssembly's binary format, as far as it is needed. Source: WebAssembly Core Specification 2.0, chapter 5.
const [i32, f32, v128] = [0x7f, 0x7d, 0x7b];
/** Unsigned LEB128. */
const integer = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...integer(value >>> 7)]);
const vector = (items: readonly number[][]): number[] => [...integer(items.length), ...items.flat()];
const section = (id: number, ...items: number[][]): number[] => {
  const content = vector(items);
  return [id, ...integer(content.length), ...content];
};
const text = (name: string): number[] => vector([...name].map((letter) => [letter.charCodeAt(0)]));

const get = (local: number): number[] => [0x20, ...integer(local)];
const set = (local: number): number[] => [0x21, ...integer(local)];
const tee = (local: number): number[] => [0x22, ...integer(local)];
const simd = (code: number): number[] => [0xfd, ...integer(code)];
/** Aligned to 2^4 bytes, at the address itself. */
const aligned = [4, 0];
const four = {
  load: [...simd(0x00), ...aligned],
  store: [...simd(0x0b), ...aligned],
  splat: simd(0x13),
  neg: simd(0xe1),
  sqrt: simd(0xe3),
  add: simd(0xe4),
  sub: simd(0xe5),
  mul: simd(0xe6),
  div: simd(0xe7),
  pmin: simd(0xea),
  pmax: simd(0xeb),
};

/** Parameters: the bytes of each array, factor, limit, the scalars, and where the parameter, its gradient and slots begin. */
function codeOf(optimizer: Optimizer, scalars: readonly string[]): Uint8Array<ArrayBuffer> {
  const { slots, update } = optimizer;
  const [bytes, factor, limit, firstScalar] = [0, 1, 2, 3];
  const firstPlace = firstScalar + scalars.length;
  const parameters = [i32, f32, f32, ...scalars.map(() => f32), i32, i32, ...slots.map(() => i32)];
  const offset = parameters.length;
  /** Before the loop, and in it. */
  const [before, body]: [number[], number[]] = [[], []];
  let locals = offset;
  /** Keeps what the code leaves in a variable of four numbers. */
  const kept = (code: number[], ...instructions: number[][]): number => {
    code.push(...instructions.flat(), ...set(++locals));
    return locals;
  };
  const binary = (instruction: number[]) => (a: number, b: number) => kept(body, get(a), get(b), instruction);
  const ops: RuleOperations<number> = {
    scalar: (value) => kept(before, [0x43, ...new Uint8Array(Float32Array.of(value).buffer)], four.splat),
    add: binary(four.add),
    sub: binary(four.sub),
    mul: binary(four.mul),
    div: binary(four.div),
    sqrt: (x) => kept(body, get(x), four.sqrt),
  };
  const address = (array: number) => [...get(firstPlace + array), ...get(offset), 0x6a];
  const loaded = (array: number) => kept(body, address(array), four.load);
  const most = kept(before, get(limit), four.splat);
  const least = kept(before, get(most), four.neg);
  const scaled = ops.mul(loaded(1), kept(before, get(factor), four.splat));
  const after = update(ops, {
    parameter: loaded(0),
    gradient: binary(four.pmin)(binary(four.pmax)(scaled, least), most),
    slots: Object.fromEntries(slots.map((slot, index) => [slot, loaded(2 + index)])),
    scalars: Object.fromEntries(
      scalars.map((name, index) => [name, kept(before, get(firstScalar + index), four.splat)]),
    ),
  });
  const changed = [after.parameter, null, ...slots.map((slot) => valueNamed(after.slots, slot))];
  const stores = changed.flatMap((value, array) =>
    value === null ? [] : [...address(array), ...get(value), ...four.store],
  );
  const next = [...get(offset), 0x41, width, 0x6a, ...tee(offset), ...get(bytes), 0x49, 0x0d, 0];
  const code = [...before, 0x03, 0x40, ...body, ...stores, ...next, 0x0b, 0x0b];
  const declared = vector([
    [...integer(1), i32],
    [...integer(locals - offset), v128],
  ]);
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...section(1, [0x60, ...vector(parameters.map((type) => [type])), 0]),
    ...section(2, [...text('training'), ...text('memory'), 0x02, 0x00, 1]),
    ...section(3, [0]),
    ...section(7, [...text('update'), 0x00, 0]),
    ...section(10, vector([...declared, ...code].map((byte) => [byte]))),
  ]);
}
