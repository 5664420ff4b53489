/** Chance is handed in: a source of n random bytes. */
export type RandomBytes = (n: number) => Uint8Array

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += pairs[byte]
  return text
}

export function unhex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** A fresh 128-bit id as 32 hex digits. */
export const newId = (random: RandomBytes): string => hex(random(16))

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A booking reference: six of 32 letters without look-alikes, so five bits of one byte each. */
export function newReference(random: RandomBytes): string {
  let text = ''
  for (const byte of random(6)) text += alphabet[byte & 31]
  return text
}
