import { type Line, lines } from './network.ts'
import { roadKm, visitsOf } from './visits.ts'

/** Euro cents from town to town: a base and a price per kilometre, to half a euro; the night company is dearer. */
function cents(km: number, company: Line['company']): number {
  const euros = company === 'lynx' ? 4 + km * 0.085 : 2 + km * 0.062
  return Math.round(euros * 2) * 50
}

/** Fares by pairs of towns and company, and flat fares by line. Lines without a fare take the default tariff. */
export function fareTables(): { fares: string[]; rules: string[] } {
  const fares = new Map<string, string>()
  const rules = new Set<string>()
  const fareId = (company: string, amount: number): string => {
    const id = `${company}-${String(amount).padStart(4, '0')}`
    fares.set(id, [id, (amount / 100).toFixed(2), 'EUR', 0, 0, company].join())
    return id
  }
  for (const line of lines) {
    if (typeof line.fare === 'number') rules.add([fareId(line.company, line.fare), line.id, '', ''].join())
    if (line.fare !== 'distance') continue
    const visits = visitsOf(line)
    visits.forEach(({ town: from }, a) => {
      let km = 0
      for (let b = a + 1; b < visits.length; b += 1) {
        const [before, here] = [visits[b - 1], visits[b]]
        if (!before || !here) continue
        km += roadKm(before.town, here.town)
        const id = fareId(line.company, cents(km, line.company))
        rules.add([id, line.id, from.id, here.town.id].join())
        rules.add([id, line.id, here.town.id, from.id].join())
      }
    })
  }
  return { fares: [...fares.values()], rules: [...rules] }
}
