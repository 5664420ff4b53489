/**
 * Legs are the pieces between consecutive stops: leg k runs from stop k to stop k + 1.
 * A ride from stop b to stop a (b < a) is the half-open range of legs b … a - 1.
 * A mask holds one bit per leg; it travels as hexadecimal text.
 */
export type LegMask = bigint

/** Mask of the legs of a ride. */
export const rideMask = (board: number, alight: number): LegMask => (1n << BigInt(alight)) - (1n << BigInt(board))

export const parseMask = (text: string | undefined): LegMask => (text ? BigInt(`0x${text}`) : 0n)

export const maskText = (mask: LegMask): string => mask.toString(16)

export const overlaps = (a: LegMask, b: LegMask): boolean => (a & b) !== 0n

/** Seats with no taken leg within the ride. `taken` as in the `departure` record. */
export function freeSeats(labels: readonly string[], taken: Readonly<Record<string, string>>, ride: LegMask): string[] {
  return labels.filter((label) => !overlaps(parseMask(taken[label]), ride))
}

export type SeatState =
  | { kind: 'free' }
  | { kind: 'taken' }
  /** Taken at the ride's start, free from this stop on; at least one leg of the ride is left. */
  | { kind: 'partly'; freeFrom: number }

/** What one seat is for a ride from `board` to `alight`. */
export function seatState(taken: string | undefined, board: number, alight: number): SeatState {
  const mask = parseMask(taken)
  if (!overlaps(mask, rideMask(board, alight))) return { kind: 'free' }
  let from = alight
  while (from > board && (mask & (1n << BigInt(from - 1))) === 0n) from -= 1
  return from < alight ? { kind: 'partly', freeFrom: from } : { kind: 'taken' }
}
