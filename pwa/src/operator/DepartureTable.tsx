import type { DepartureLoad } from 'shared/operator/views.ts'
import { Status } from '../ui/Status.tsx'
import { moneyText } from '../words/format.ts'
import { words } from '../words/words.ts'

/** "08:15" of an ISO time with offset: the clock at the stop. */
const clockOf = (iso: string): string => iso.slice(11, 16)

/** One row for each departure. On a narrow screen a row becomes two lines; the table stays a table for the ear. */
export function DepartureTable({ day, departures }: { day: string; departures: readonly DepartureLoad[] }) {
  const { table } = words.operator
  return (
    <table className="operator-table">
      <caption className="visually-hidden">{table.caption(day)}</caption>
      <thead>
        <tr>
          <th scope="col">{table.time}</th>
          <th scope="col">{table.ride}</th>
          <th scope="col">{table.load}</th>
          <th scope="col">{table.boarded}</th>
          <th scope="col">{table.due}</th>
        </tr>
      </thead>
      <tbody>
        {departures.map((departure) => (
          <Row key={departure.id} departure={departure} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ departure }: { departure: DepartureLoad }) {
  const { operator } = words
  const { seats, passengers, busiest, due } = departure
  return (
    <tr data-cancelled={departure.status === 'cancelled' ? '' : undefined}>
      <th scope="row" className="operator-time">
        <bdi>{clockOf(departure.first.at)}</bdi>
      </th>
      <td className="operator-ride">
        <span>{words.common.fromTo(departure.first.name, departure.last.name)}</span>
        <small>{[departure.route, departure.agency.name].filter(Boolean).join(' · ')}</small>
        {departure.status === 'cancelled' && <Status kind="refused">{operator.cancelled}</Status>}
        {departure.delayMinutes !== null && departure.delayMinutes > 0 && (
          <Status kind="warning">{operator.late(departure.delayMinutes)}</Status>
        )}
        {!departure.inTimetable && <Status kind="warning">{operator.notInTimetable}</Status>}
      </td>
      <td data-label={operator.table.load} className="operator-load">
        <span>{operator.passengersOf(passengers, seats)}</span>
        {seats !== null && <meter min={0} max={seats} value={busiest} aria-label={operator.busiest(busiest, seats)} />}
      </td>
      <td data-label={operator.table.boarded}>{departure.boarded}</td>
      <td data-label={operator.table.due}>{due && due.amount > 0 ? <bdi>{moneyText(due)}</bdi> : '–'}</td>
    </tr>
  )
}
