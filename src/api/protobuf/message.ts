/** A protobuf message as it grows, written once it is whole (protobuf.dev/programming-guides/encoding). */
export class Message {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  bytes(number: number, content: Uint8Array): this {
    this.push(varint((number << 3) | 2));
    this.push(varint(content.length));
    this.push(content);
    return this;
  }

  text(number: number, value: unknown): this {
    return typeof value === 'string' && value !== '' ? this.bytes(number, utf8.encode(value)) : this;
  }

  flag(number: number, value: unknown): this {
    return value === true ? this.integer(number, 1) : this;
  }

  /** A negative number takes ten bytes, as every signed integer may. */
  integer(number: number, value: number): this {
    this.push(varint(number << 3));
    this.push(
      value >= 0 && value < 2 ** 31 ? varint(value) : longVarint(BigInt.asUintN(64, BigInt(Math.trunc(value)))),
    );
    return this;
  }

  double(number: number, value: number): this {
    this.push(varint((number << 3) | 1));
    const content = new Uint8Array(8);
    new DataView(content.buffer).setFloat64(0, value, true);
    this.push(content);
    return this;
  }

  message(number: number, value: Message | undefined): this {
    return value ? this.bytes(number, value.done()) : this;
  }

  get empty(): boolean {
    return this.size === 0;
  }

  done(): Uint8Array {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  private push(part: Uint8Array): void {
    this.parts.push(part);
    this.size += part.length;
  }
}

const utf8 = new TextEncoder();

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return new Uint8Array([...bytes, rest]);
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function longVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) return new Uint8Array([...bytes, Number(rest)]);
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
