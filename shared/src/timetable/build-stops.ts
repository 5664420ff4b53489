import { deltas, packIds } from './columns.ts'
import { groupPlaces } from './group-places.ts'
import type { StopRow } from './gtfs/rows.ts'
import type { PackStops } from './pack-format.ts'

const sparse = <T>(values: readonly T[], text: (value: T) => string | null): Record<string, string> =>
  Object.fromEntries(values.flatMap((value, i) => (text(value) ? [[i, text(value) ?? '']] : [])))

/** Stops and stations in order of places, then ids; entrances, nodes and boarding areas are no places. */
export function packStops(rows: readonly StopRow[], local: (id: string) => string, agencyZone: string) {
  const usable = rows
    .filter((row) => row.locationType <= 1)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1))
  const at = new Map(usable.map((row, i) => [row.id, i]))
  const places = groupPlaces(
    usable.map((row) => ({
      name: row.name,
      lat: row.lat,
      lon: row.lon,
      parent: row.parent === null ? undefined : at.get(row.parent),
      station: row.locationType === 1,
    })),
  )
  const zoneOf = (row: StopRow): string | null => row.zone ?? usable[at.get(row.parent ?? '') ?? -1]?.zone ?? null
  const stops: PackStops = {
    id: packIds(usable.map((row) => local(row.id))),
    name: usable.map((row) => row.name),
    lat: deltas(usable.map((row) => Math.round(row.lat * 1e5))),
    lon: deltas(usable.map((row) => Math.round(row.lon * 1e5))),
    place: deltas(places),
    stations: usable.flatMap((row, i) => (row.locationType === 1 ? [i] : [])),
    platform: sparse(usable, (row) => row.platform),
    zone: sparse(usable, (row) => (zoneOf(row) === agencyZone ? null : zoneOf(row))),
    fareZone: sparse(usable, (row) => row.zoneId),
  }
  return { stops, stopIndex: at, points: usable }
}
