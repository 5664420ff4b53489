import type { Ids } from './pack-format.ts'

/** The pack cannot be used: of another format version, or broken. The message says what to do. */
export class UnreadablePack extends Error {
  readonly reason: 'version' | 'broken'
  constructor(reason: 'version' | 'broken', message: string) {
    super(message)
    this.name = 'UnreadablePack'
    this.reason = reason
  }
}

/** @throws UnreadablePack always. */
export function broken(what: string): never {
  throw new UnreadablePack('broken', `The timetable pack is broken (${what}). Fetch it again.`)
}

export type Json = Record<string, unknown>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const object = (value: unknown, what: string): Json => (isObject(value) ? value : broken(what))

export const text = (value: unknown, what: string): string => (typeof value === 'string' ? value : broken(what))

export const whole = (value: unknown, what: string): number =>
  Number.isSafeInteger(value) ? Number(value) : broken(what)

export function list(value: unknown, what: string, length?: number): unknown[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) broken(what)
  return value
}

export const texts = (value: unknown, what: string, length?: number): string[] =>
  list(value, what, length).map((entry) => text(entry, what))

/** Whole numbers that fit 32 bits, each in [least, below) where given. */
export function integers(
  value: unknown,
  what: string,
  bounds: { length?: number; least?: number; below?: number } = {},
) {
  const given = list(value, what, bounds.length)
  const { least = -0x80000000, below = 0x80000000 } = bounds
  const column = new Int32Array(given.length)
  for (let i = 0; i < given.length; i += 1) {
    const entry = whole(given[i], what)
    if (entry < least || entry >= below) broken(what)
    column[i] = entry
  }
  return column
}

/** Adds up differences in place; every sum in [least, below) where given. */
export function sums(value: unknown, what: string, bounds: { length?: number; least?: number; below?: number } = {}) {
  const column = integers(value, what, bounds.length === undefined ? {} : { length: bounds.length })
  const { least = -0x80000000, below = 0x80000000 } = bounds
  let sum = 0
  for (let i = 0; i < column.length; i += 1) {
    sum += column[i] ?? 0
    if (sum < least || sum >= below) broken(what)
    column[i] = sum
  }
  return column
}

export function deltas(values: readonly number[]): number[] {
  let before = 0
  return values.map((value) => {
    const difference = value - before
    before = value
    return difference
  })
}

/** A sparse column of texts: the key is an index below `length`. */
export function sparse(value: unknown, what: string, length: number): Map<number, unknown> {
  return new Map(
    Object.entries(object(value, what)).map(([key, entry]) => {
      const index = Number(key)
      if (!Number.isInteger(index) || index < 0 || index >= length) broken(what)
      return [index, entry]
    }),
  )
}

/** Ids as differences when each is a plain whole number ("7", not "007"), else as texts. */
export function packIds(ids: readonly string[]): Ids {
  const plain = ids.every((id) => /^(0|[1-9]\d{0,14})$/.test(id))
  return plain ? { numbers: deltas(ids.map(Number)) } : { texts: [...ids] }
}

export interface IdColumn {
  readonly length: number
  at(index: number): string
}

export function openIds(value: unknown, what: string): IdColumn {
  const ids = object(value, what)
  if ('texts' in ids) {
    const column = texts(ids.texts, what)
    return { length: column.length, at: (index) => column[index] ?? broken(what) }
  }
  const given = list(ids.numbers, what)
  const column = new Float64Array(given.length)
  let sum = 0
  for (let i = 0; i < given.length; i += 1) {
    sum += whole(given[i], what)
    column[i] = sum
  }
  return { length: column.length, at: (index) => String(column[index] ?? broken(what)) }
}
