import { isZone } from './cells.ts'
import type { Draft } from './draft.ts'
import type { Row } from './table.ts'

/** A name for the feed from the name of its only agency: `Kapnos Airport Shuttle` is `kapnos-airport-shuttle`. */
export function slugOf(agencyName: string): string {
  const plain = agencyName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '')
}

/** agency.txt is read whole before anything else: every id of the feed bears the slug it may give. */
export function readAgencies(draft: Draft, rows: readonly Row[]): void {
  const { complaints, options } = draft
  const first = rows[0]
  draft.slug = options.feed ?? (first ? slugOf(first.text('agency_name')) : '')
  if (options.feed === null && (rows.length > 1 || draft.slug === ''))
    complaints.add({ code: 'feed_slug_required', file: 'agency.txt', detail: `${rows.length} agencies` })
  let zone = ''
  for (const row of rows) {
    // A lone agency needs no id.
    const id = rows.length > 1 ? row.id('agency_id') : row.text('agency_id')
    const agency = {
      id: draft.id(id || 'agency'),
      name: row.required('agency_name'),
      url: row.text('agency_url'),
      zone: row.required('agency_timezone'),
      phone: row.optional('agency_phone'),
    }
    if (agency.zone && !isZone(agency.zone))
      row.complain('invalid_timezone', { field: 'agency_timezone', value: agency.zone })
    zone ||= agency.zone
    if (zone !== agency.zone)
      row.complain('inconsistent_agency_timezone', {
        field: 'agency_timezone',
        value: agency.zone,
        detail: `the first agency has ${zone}`,
      })
    draft.agencies.add(row, 'agency_id', id, agency)
  }
}
