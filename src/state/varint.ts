/** Unsigned integers as base64url text: seven bits a byte, least significant first, the top bit says "more follows". */
export function encodeVarints(values: readonly number[]): string {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = value;
    // Division instead of shifts: seeds use all 32 bits, and shifts are signed.
    while (rest >= 128) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The integers in a text of `encodeVarints`; null if it is no such text. */
export function decodeVarints(text: string): number[] | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const values: number[] = [];
  let value = 0;
  let place = 1;
  for (let i = 0; i < binary.length; i++) {
    const byte = binary.charCodeAt(i);
    value += (byte % 128) * place;
    if (value > Number.MAX_SAFE_INTEGER) return null;
    if (byte >= 128) {
      place *= 128;
    } else {
      values.push(value);
      value = 0;
      place = 1;
    }
  }
  return place === 1 ? values : null;
}
