/** Letters that Unicode does not take apart into a base letter and an accent. */
const whole: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
}

/** Words of a name without accents, case and punctuation: `Vilniaus g.` gives `vilniaus`, `g`. */
export function wordsOf(name: string): string[] {
  const plain = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[łøđðþßæœıħ]/g, (letter) => whole[letter] ?? letter)
  return plain.match(/[\p{L}\p{N}\p{Mc}]+/gu) ?? []
}

/** Two stops of one normalised name may be one place. A name without a letter stands for itself. */
export const normalName = (name: string): string => wordsOf(name).join(' ') || name.trim()

/** The commonest spelling; of equally common ones the first in code order. */
export function placeName(names: readonly string[]): string {
  const count = new Map<string, number>()
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1)
  const [first] = [...count].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return first?.[0] ?? ''
}

/** Derived from the first stop's id in code order, behind a `~`; never equal to the id of a stop. */
export function derivedPlaceId(feed: string, stops: readonly string[], taken: ReadonlySet<string>): string {
  const least = stops.reduce((a, b) => (a < b ? a : b))
  let id = `${feed}:~${least.slice(feed.length + 1)}`
  while (taken.has(id)) id = `${feed}:~${id.slice(feed.length + 1)}`
  return id
}
