import { must } from 'shared/base/result.ts'
import { metresBetween } from 'shared/timetable/geometry.ts'
import { type Line, type Town, towns } from './network.ts'

const townById = new Map(towns.map((town) => [town.id, town]))

/** One stop of a line in outward order. */
export interface Visit {
  readonly town: Town
  readonly oneWay: boolean
  readonly onRequest: boolean
}

export const visitsOf = (line: Line): Visit[] =>
  line.towns.map((entry) => {
    const id = entry.replace(/[+?]$/, '')
    return { town: must(townById.get(id), `town ${id}`), oneWay: entry.endsWith('+'), onRequest: entry.endsWith('?') }
  })

/** Road kilometres: about a fifth more than the crow flies. */
export const roadKm = (a: Town, b: Town): number => (metresBetween(a, b) / 1000) * 1.22
