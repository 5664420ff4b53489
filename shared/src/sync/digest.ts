/**
 * The digest of a scope: the sum modulo 2^64 of a 64-bit hash of (kind, id, seq) over its live rows, as 16 hex digits.
 * A sum can be kept incrementally: add a row, subtract the version it replaced. Synchronous on purpose: an
 * asynchronous hash inside an IndexedDB transaction would commit it early.
 */
const modulus = 1n << 64n

/** Two 32-bit lanes of multiply-xor mixing (MurmurHash3's constants) over UTF-16 code units, finalised together. */
function hash64(text: string): bigint {
  let a = 0x9e3779b9
  let b = 0x85ebca6b
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0xcc9e2d51)
    b = Math.imul(b ^ unit, 0x1b873593)
    a = (a << 13) | (a >>> 19)
    b = (b << 15) | (b >>> 17)
  }
  a = Math.imul(a ^ (b >>> 16), 0x85ebca6b)
  b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35)
  a ^= b >>> 16
  b ^= a >>> 13
  return (BigInt(a >>> 0) << 32n) | BigInt(b >>> 0)
}

/** Hash of any text, as 16 hex digits. Tells apart, proves nothing. */
export const textHash = (one: string): string => text(hash64(one))

/** Hash of one live row. */
export const rowHash = (kind: string, id: string, seq: number): bigint => hash64(`${kind}\n${id}\n${seq}`)

export const emptyDigest = '0000000000000000'

const text = (value: bigint): string => value.toString(16).padStart(16, '0')

/** The digest with `added` row hashes put in and `removed` ones taken out. */
export function changeDigest(digest: string, change: { added?: bigint; removed?: bigint }): string {
  const sum = BigInt(`0x${digest}`) + (change.added ?? 0n) - (change.removed ?? 0n)
  return text(((sum % modulus) + modulus) % modulus)
}

/** The digest of a set of live rows, computed afresh. */
export function digestOf(rows: Iterable<{ kind: string; id: string; seq: number }>): string {
  let sum = 0n
  for (const row of rows) sum += rowHash(row.kind, row.id, row.seq)
  return text(sum % modulus)
}
