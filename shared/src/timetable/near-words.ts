/** One bit per letter (of 32 classes). */
function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i += 1) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}

/** A letter that the word lacks costs an error: cheap to count, and it spares most words the rest. */
function lacking(asked: string, word: string): number {
  let count = 0
  for (let bits = lettersOf(asked) & ~lettersOf(word); bits !== 0; bits &= bits - 1) count += 1
  return count
}

/**
 * Errors (insert, drop, substitute, swap of neighbours: optimal string alignment) between `asked` and the nearest
 * start of `word`; more than `most` comes back as Infinity. Work is bounded to a band of 2 · most + 1 letters.
 */
export function distanceToStart(asked: string, word: string, most: number): number {
  if (word.startsWith(asked)) return 0
  if (most === 0 || lacking(asked, word) > most) return Infinity
  const n = asked.length
  const m = Math.min(word.length, n + most)
  let older: number[] = []
  let before = Array.from({ length: m + 1 }, (_, j) => j)
  for (let i = 1; i <= n; i += 1) {
    const row: number[] = [i]
    const letter = asked.charCodeAt(i - 1)
    let least = i
    for (let j = 1; j <= m; j += 1) {
      if (Math.abs(i - j) > most) {
        row.push(Infinity)
        continue
      }
      const other = word.charCodeAt(j - 1)
      let cost = Math.min((before[j] ?? Infinity) + 1, (row[j - 1] ?? Infinity) + 1)
      cost = Math.min(cost, (before[j - 1] ?? Infinity) + (letter === other ? 0 : 1))
      const swapped = i > 1 && j > 1 && letter === word.charCodeAt(j - 2) && asked.charCodeAt(i - 2) === other
      if (swapped) cost = Math.min(cost, (older[j - 2] ?? Infinity) + 1)
      row.push(cost)
      least = Math.min(least, cost)
    }
    if (least > most) return Infinity
    older = before
    before = row
  }
  const nearest = Math.min(...before)
  return nearest <= most ? nearest : Infinity
}
