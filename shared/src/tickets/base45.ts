/** Base45 (RFC 9285): bytes as the 45 characters of a QR code's alphanumeric mode. Two bytes become three characters. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const valueOf = new Map(Array.from(alphabet, (letter, value) => [letter, value]))

const letter = (value: number): string => alphabet.charAt(value)

/** Text of some bytes. It may hold double spaces: never trim it, never pass it through HTML text. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const n = (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)
    text += letter(n % 45) + letter(Math.floor(n / 45) % 45) + letter(Math.floor(n / 2025))
  }
  if (bytes.length % 2 === 1) {
    const n = bytes[bytes.length - 1] ?? 0
    text += letter(n % 45) + letter(Math.floor(n / 45))
  }
  return text
}

/** The bytes of a text; undefined when it is no Base45 (a foreign character, a broken length, a group beyond its bytes). */
export function decodeBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 3 === 1) return undefined
  const values: number[] = []
  for (const char of text) {
    const value = valueOf.get(char)
    if (value === undefined) return undefined
    values.push(value)
  }
  const bytes: number[] = []
  for (let i = 0; i < values.length; i += 3) {
    const [a = 0, b = 0, c] = values.slice(i, i + 3)
    const n = a + b * 45 + (c ?? 0) * 2025
    if (n > (c === undefined ? 0xff : 0xffff)) return undefined
    if (c !== undefined) bytes.push(n >> 8)
    bytes.push(n & 0xff)
  }
  return Uint8Array.from(bytes)
}
