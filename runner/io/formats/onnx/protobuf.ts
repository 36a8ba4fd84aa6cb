/**
 * Writes Protocol Buffers messages: the four field kinds that ONNX models need. Imports nothing.
 * Source: the encoding's specification, protobuf.dev/programming-guides/encoding.
 */

const encoder = new TextEncoder();
const wire = { varint: 0, bytes: 2, float32: 5 } as const;

function varint(value: number | bigint): Uint8Array {
  if (value >= 0 && value < 128) return Uint8Array.of(Number(value));
  const bytes: number[] = [];
  // Negative numbers are written as their 64-bit two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

export class ProtobufMessage {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return this;
  }

  #tag(field: number, kind: number): this {
    return this.#push(varint((field << 3) | kind));
  }

  int(field: number, value: number | bigint): this {
    return this.#tag(field, wire.varint).#push(varint(value));
  }

  float(field: number, value: number): this {
    return this.#tag(field, wire.float32).#push(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, wire.bytes).#push(varint(value.length)).#push(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, encoder.encode(value));
  }

  message(field: number, value: ProtobufMessage): this {
    this.#tag(field, wire.bytes).#push(varint(value.#length));
    for (const part of value.#parts) this.#push(part);
    return this;
  }

  done(): Uint8Array {
    const result = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      result.set(part, offset);
      offset += part.length;
    }
    return result;
  }
}
