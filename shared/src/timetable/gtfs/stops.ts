import { isZone } from './cells.ts'
import type { Draft } from './draft.ts'
import type { StopRow } from './rows.ts'
import type { Row } from './table.ts'

/** One row of stops.txt. Parents are joined later: a child may stand before its station. */
export function readStop(draft: Draft, row: Row): void {
  const id = row.id('stop_id')
  const locationType = row.choice('location_type', [0, 1, 2, 3, 4], 0) ?? 0
  const named = locationType <= 2
  const lat = row.decimal('stop_lat', { min: -90, max: 90 })
  const lon = row.decimal('stop_lon', { min: -180, max: 180 })
  const zone = row.optional('stop_timezone')
  const stop: StopRow = {
    id: draft.id(id),
    name: named ? row.required('stop_name') : row.text('stop_name'),
    code: row.optional('stop_code'),
    platform: row.optional('platform_code'),
    lat: lat ?? 0,
    lon: lon ?? 0,
    zoneId: row.optional('zone_id'),
    locationType,
    parent: row.optional('parent_station'),
    zone,
  }
  if (zone && !isZone(zone)) row.complain('invalid_timezone', { field: 'stop_timezone', value: zone })
  if (!row.bad) checkPoint(row, named, lat, lon)
  if (!draft.stops.add(row, 'stop_id', id, stop)) return
  if (stop.zoneId) draft.zones.add(stop.zoneId)
  if (stop.parent) draft.parents.set(id, row)
}

function checkPoint(row: Row, named: boolean, lat: number | null, lon: number | null): void {
  if (lat === null || lon === null) {
    if (named) row.complain('stop_without_location', { field: lat === null ? 'stop_lat' : 'stop_lon' })
    return
  }
  const value = `${lat}, ${lon}`
  if (Math.abs(lat) < 1 && Math.abs(lon) < 1) row.remark('point_near_origin', 'stop_lat', value)
  if (Math.abs(lat) > 89) row.remark('point_near_pole', 'stop_lat', value)
}

/** Join children to their stations, and hand down the station's time zone (it rules over the child's own). */
export function joinStations(draft: Draft): void {
  for (const [id, row] of draft.parents) {
    const stop = draft.stops.get(id)
    if (!stop?.parent) continue
    const parentId = stop.parent
    const parent = draft.stops.resolve(row, 'parent_station', parentId)
    if (stop.locationType === 1)
      row.complain('station_with_parent_station', { field: 'parent_station', value: parentId })
    // A boarding area (4) lies on a platform (0), everything else in a station (1).
    else if (parent && parent.locationType !== (stop.locationType === 4 ? 0 : 1))
      row.complain('wrong_parent_location_type', { field: 'parent_station', value: parentId })
    if (row.bad) draft.stops.drop(id, draft.complaints)
    else {
      stop.parent = draft.id(parentId)
      stop.zone = parent?.zone ?? stop.zone
    }
  }
  draft.parents.clear()
}
