/** The same code seen again so soon is one scan: a camera reads what it is held before ten times a second. */
export const sameCodeMs = 3_000

export interface SeenCode {
  readonly text: string
  readonly at: number
}

/** What was seen last after another sight, and whether that is a new scan. A code that stays in view stays one scan. */
export function see(last: SeenCode | null, text: string, at: number): { seen: SeenCode; fresh: boolean } {
  const same = last !== null && last.text === text && at - last.at < sameCodeMs
  return { seen: { text, at }, fresh: !same }
}
