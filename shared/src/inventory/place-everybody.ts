import { type LegMask, overlaps } from './legs.ts'

/** Somebody who looks for a seat on some legs. */
export interface Seeker {
  readonly party: string
  readonly position: number
  readonly ride: LegMask
  /** Only an accessible place will do. */
  readonly needs: boolean
}

/** Steps after which the search gives up: about a second on a phone; a coach for thirty never takes so many. */
const mostSteps = 200_000

/**
 * A seat for every seeker, none taken twice on any leg; undefined when there is no way, or none was found within the
 * steps. Depth first over seekers from the front of the line to its end, those who need an accessible place before all;
 * seats that are taken alike are tried once.
 */
export function placeEverybody(
  seekers: readonly Seeker[],
  labels: readonly string[],
  { accessible, taken }: { accessible: ReadonlySet<string>; taken: (label: string) => LegMask },
): readonly string[] | undefined {
  const masks = labels.map(taken)
  const order = seekers
    .map((seeker, index) => ({ seeker, index }))
    .sort(
      (a, b) => Number(b.seeker.needs) - Number(a.seeker.needs) || firstLeg(a.seeker.ride) - firstLeg(b.seeker.ride),
    )
  const given: string[] = Array.from({ length: seekers.length }, () => '')
  let steps = 0

  const place = (turn: number): boolean => {
    const next = order[turn]
    if (!next) return true
    const { ride, needs } = next.seeker
    const tried = new Set<string>()
    for (const [i, label] of labels.entries()) {
      const mask = masks[i] ?? 0n
      const kind = `${mask} ${accessible.has(label)}`
      if (overlaps(mask, ride) || (needs && !accessible.has(label)) || tried.has(kind)) continue
      if ((steps += 1) > mostSteps) return false
      tried.add(kind)
      masks[i] = mask | ride
      given[next.index] = label
      if (place(turn + 1)) return true
      masks[i] = mask
    }
    return false
  }
  return place(0) ? given : undefined
}

function firstLeg(ride: LegMask): number {
  let leg = 0
  for (let rest = ride; rest !== 0n && (rest & 1n) === 0n; rest >>= 1n) leg += 1
  return leg
}
