import type { Draft, ServiceDraft } from './draft.ts'
import type { Row } from './table.ts'

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** One row of calendar.txt. */
export function readService(draft: Draft, row: Row): void {
  const id = row.id('service_id')
  let mask = 0
  weekdays.forEach((field, bit) => {
    if (row.choice(field, [0, 1], null) === 1) mask |= 1 << bit
  })
  const from = requiredDay(row, 'start_date')
  const to = requiredDay(row, 'end_date')
  if (!row.bad && to < from)
    row.complain('start_and_end_range_out_of_order', {
      field: 'end_date',
      value: row.text('end_date'),
      detail: `start_date is ${row.text('start_date')}`,
    })
  draft.services.add(row, 'service_id', id, {
    id: draft.id(id),
    weekdays: mask,
    from,
    to,
    weekly: true,
    exceptions: new Map(),
    trips: 0,
  })
}

/** One row of calendar_dates.txt; a service may be made of such rows alone. */
export function readException(draft: Draft, row: Row): void {
  const id = row.id('service_id')
  const day = requiredDay(row, 'date')
  const type = row.choice('exception_type', [1, 2], null)
  let service = draft.services.get(id)
  if (service?.exceptions.has(day)) row.complain('duplicate_key', { field: 'date', value: row.text('date') })
  if (row.bad) return draft.complaints.leaveOut('calendar_dates.txt', `${id} ${row.text('date')}`)
  if (!service) {
    service = exceptional(draft.id(id), day)
    if (!draft.services.add(row, 'service_id', id, service)) return
  }
  service.exceptions.set(day, type === 1)
  if (service.weekly) return
  service.from = Math.min(service.from, day)
  service.to = Math.max(service.to, day)
}

const exceptional = (id: string, day: number): ServiceDraft => ({
  id,
  weekdays: 0,
  from: day,
  to: day,
  weekly: false,
  exceptions: new Map(),
  trips: 0,
})

function requiredDay(row: Row, field: string): number {
  row.required(field)
  return row.day(field) ?? 0
}
