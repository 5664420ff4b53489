/** Chance is handed in: a source of n random bytes. */
export type RandomBytes = (n: number) => Uint8Array

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += pairs[byte]
  return text
}

export const unhex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16))

/** A fresh 128-bit id as 32 hex digits. */
export const newId = (random: RandomBytes): string => hex(random(16))

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A booking reference: six of 32 letters without look-alikes, so five bits of one byte each. */
export const newReference = (random: RandomBytes): string => Array.from(random(6), (b) => alphabet[b & 31]).join('')
