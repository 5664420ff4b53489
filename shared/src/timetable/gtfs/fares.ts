import { isCurrency, readPrice } from './cells.ts'
import type { Draft } from './draft.ts'
import { agencyOf } from './routes.ts'
import type { FareRuleRow } from './rows.ts'
import type { Row } from './table.ts'

/** One row of fare_attributes.txt. */
export function readFare(draft: Draft, row: Row): void {
  const id = row.id('fare_id')
  const currency = row.required('currency_type')
  const paymentMethod = row.lenient('payment_method', [0, 1], 1, 1)
  const transfers = row.text('transfers') === '' ? null : row.lenient('transfers', [0, 1, 2], 0, 0)
  const agency = row.text('agency_id') === '' ? null : agencyOf(draft, row)
  const amount = readAmount(row, currency)
  draft.fares.add(row, 'fare_id', id, {
    id: draft.id(id),
    amount,
    currency,
    paymentMethod,
    transfers,
    agency: agency?.id ?? null,
  })
}

function readAmount(row: Row, currency: string): number {
  if (currency !== '' && !isCurrency(currency)) {
    row.complain('invalid_currency', { field: 'currency_type', value: currency })
    return 0
  }
  const value = row.required('price')
  if (row.bad) return 0
  const price = readPrice(value, currency)
  if ('minor' in price) return price.minor
  row.complain(price.code, { field: 'price', value, detail: currency })
  return 0
}

/** One row of fare_rules.txt; null when it cannot be used. */
export function readFareRule(draft: Draft, row: Row): FareRuleRow | null {
  const fareId = row.id('fare_id')
  const fare = draft.fares.resolve(row, 'fare_id', fareId)
  const routeId = row.text('route_id')
  const route = routeId === '' ? null : draft.routes.resolve(row, 'route_id', routeId)
  const rule = {
    fare: fare?.id ?? '',
    route: route?.id ?? null,
    origin: zone(draft, row, 'origin_id'),
    destination: zone(draft, row, 'destination_id'),
    contains: zone(draft, row, 'contains_id'),
  }
  if (!row.bad) return rule
  draft.complaints.leaveOut('fare_rules.txt', `line ${row.line}`)
  // A fare that lost one of its conditions would match too much: it goes as a whole.
  draft.fares.drop(fareId, draft.complaints)
  return null
}

function zone(draft: Draft, row: Row, field: string): string | null {
  const value = row.text(field)
  if (value === '') return null
  if (draft.zones.has(value)) return value
  row.complain('foreign_key_violation', { field, value, detail: 'no stop has this zone_id' })
  return null
}
