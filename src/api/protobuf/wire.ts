/** The protobuf wire format (protobuf.dev/programming-guides/encoding): a message as its numbered values, still undecoded. */
export interface WireField {
  number: number;
  /** A varint (as unsigned 64 bits), or the bytes of a fixed or length-delimited value. */
  value: bigint | Uint8Array;
}

/** Throws Error for what is cut short or of a wire type that is no longer in use. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error('proto: integer overflow');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error('unexpected EOF');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const type = tag & 7;
    if (number === 0) throw new Error(`proto: illegal tag ${number} (wire type ${type})`);
    if (type === 0) yield { number, value: varint() };
    else if (type === 1) yield { number, value: take(8) };
    else if (type === 2) yield { number, value: take(Number(varint())) };
    else if (type === 5) yield { number, value: take(4) };
    else throw new Error(`proto: illegal wireType ${type}`);
  }
}

/** The number of a varint that stands for a signed integer. */
export function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}
