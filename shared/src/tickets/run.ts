import { hex } from '../base/random.ts'

/**
 * A run is a departure without its date. A ticket names it by the first 8 bytes of SHA-256 of the departure's id
 * without the date, so that no feed's ids can break the size of a code, and a phone finds the run through its pack.
 */
export function runOf(departureId: string): string {
  const run = known.get(departureId) ?? hex(sha256(utf8.encode(runText(departureId))).slice(0, 8))
  if (known.size >= mostKnown) known.clear()
  known.set(departureId, run)
  return run
}

/** All tickets of a coach are of one run. */
const known = new Map<string, string>()
const mostKnown = 2000

/** `feed:trip@20261124` is run `feed:trip`; `feed:trip@20261124T063000` is run `feed:tripT063000`. */
const runText = (departureId: string): string => departureId.replace(/@\d{8}(T\d{6,7})?$/, '$1')

const utf8 = new TextEncoder()

/** First 32 bits of the fractional parts of the square (or cube) roots of the first primes (FIPS 180-4, 4.2.2, 5.3.3). */
function roots(count: number, root: (n: number) => number): Uint32Array {
  const found: number[] = []
  for (let n = 2; found.length < count; n += 1) {
    let prime = true
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false
    if (prime) found.push(Math.floor((root(n) % 1) * 2 ** 32))
  }
  return Uint32Array.from(found)
}

const start = roots(8, Math.sqrt)
const round = roots(64, Math.cbrt)
const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by))

/** SHA-256 (FIPS 180-4), synchronous: a verdict is a pure function, and WebCrypto alone answers later. */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new DataView(new ArrayBuffer((((message.length + 8) >> 6) + 1) * 64))
  new Uint8Array(padded.buffer).set(message)
  padded.setUint8(message.length, 0x80)
  padded.setBigUint64(padded.byteLength - 8, BigInt(message.length) * 8n)
  const state = start.slice()
  for (let block = 0; block < padded.byteLength; block += 64) mix(state, padded, block)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, i) => digest.setUint32(4 * i, word))
  return new Uint8Array(digest.buffer)
}

function mix(state: Uint32Array, bytes: DataView, at: number): void {
  const w = new Uint32Array(64)
  const word = (i: number): number => w[i] ?? 0
  for (let i = 0; i < 16; i += 1) w[i] = bytes.getUint32(at + 4 * i)
  for (let i = 16; i < 64; i += 1) {
    const x = word(i - 15)
    const y = word(i - 2)
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[i] = word(i - 16) + s0 + word(i - 7) + s1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (round[i] ?? 0) + word(i)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
  }
  ;[a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] ?? 0) + value))
}
