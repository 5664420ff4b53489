import type { Draft } from './draft.ts'
import type { AgencyRow } from './rows.ts'
import type { Row } from './table.ts'

/** The agency a row names; a lone agency need not be named. Null makes the row bad. */
export function agencyOf(draft: Draft, row: Row, field = 'agency_id'): AgencyRow | null {
  const only = draft.agencies.size === 1 ? [...draft.agencies.values()][0] : undefined
  const id = row.text(field)
  if (id === '' && only) return only
  if (id !== '') return draft.agencies.resolve(row, field, id)
  row.complain('missing_required_field', { field, detail: 'the feed has several agencies' })
  return null
}

/** One row of routes.txt. */
export function readRoute(draft: Draft, row: Row): void {
  const id = row.id('route_id')
  const agency = agencyOf(draft, row)
  const short = row.text('route_short_name')
  const long = row.text('route_long_name')
  if (short === '' && long === '') row.complain('route_both_short_and_long_name_missing', { value: id })
  const type = row.integer('route_type', { min: 0, max: 1702 })
  if (type === null && !row.bad) row.complain('missing_required_field', { field: 'route_type' })
  draft.routes.add(row, 'route_id', id, {
    id: draft.id(id),
    agency: agency?.id ?? '',
    short,
    long,
    type: type ?? 3,
    colour: colour(row),
  })
}

function colour(row: Row): string | null {
  const value = row.text('route_color')
  if (value === '') return null
  if (/^[0-9A-Fa-f]{6}$/.test(value)) return value.toUpperCase()
  row.remark('invalid_color', 'route_color', value)
  return null
}
