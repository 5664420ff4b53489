import { localDay } from 'shared/base/time.ts'
import type { Instant } from 'shared/base/instants.ts'
import type { Ticket } from 'shared/records.ts'
import { QrCode } from '../../ui/QrCode.tsx'
import { Status, StatusSign } from '../../ui/Status.tsx'
import { longDayText, moneyText, referenceText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { Times } from '../trips/Times.tsx'
import { useRoom } from './room.ts'
import { lifeOfTicket, type TicketLife } from './ticket-life.ts'

const notes = (life: Exclude<TicketLife, 'good'>): string =>
  ({
    past: words.tickets.pastNote,
    cancelled: words.tickets.cancelledNote,
    superseded: words.tickets.supersededNote,
  })[life]

/** The paper of one passenger's ticket. Only a good one bears its code. */
export function TicketPaper({ ticket, now, title }: { ticket: Ticket; now: Instant; title: string }) {
  const { tickets } = words
  const life = lifeOfTicket(ticket, now)
  const { board, alight } = ticket
  const dead = life === 'cancelled' || life === 'superseded'
  return (
    <article className="ticket" data-life={life} aria-label={`${title}, ${ticket.passenger}`}>
      <div className="ticket-top">
        <p className="ticket-day">
          <span>{longDayText(localDay(board.at, board.zone))}</span>
          <Status kind={dead ? 'refused' : 'confirmed'}>{tickets.status[life === 'good' ? 'valid' : life]}</Status>
        </p>
        <Times from={board} to={alight} between={alight.index - board.index - 1} off={dead} />
        <dl className="ticket-facts">
          <div>
            <dt>{tickets.seat}</dt>
            <dd className="ticket-seat">
              <bdi>{ticket.seat}</bdi>
            </dd>
          </div>
          <div>
            <dt>{tickets.passenger}</dt>
            <dd>
              <bdi>{ticket.passenger}</bdi>
            </dd>
          </div>
          <div>
            <dt>{tickets.booking}</dt>
            <dd className="ticket-reference">
              <bdi>{referenceText(ticket.reference)}</bdi>
            </dd>
          </div>
        </dl>
        <p className="ticket-line">
          {[ticket.route, ticket.agency].filter(Boolean).join(' · ')}
          {life === 'good' && ticket.due.amount > 0 && <b>{tickets.due(moneyText(ticket.due))}</b>}
        </p>
      </div>
      <div className="ticket-cut" aria-hidden="true" />
      {life === 'good' ? <Code ticket={ticket} /> : <NoCode life={life} />}
    </article>
  )
}

function Code({ ticket }: { ticket: Ticket }) {
  const { tickets } = words
  const [ref, room] = useRoom<HTMLDivElement>()
  return (
    <div className="ticket-code">
      <div className="ticket-qr" ref={ref}>
        {room > 0 && (
          <QrCode text={ticket.text} label={tickets.code(ticket.passenger, ticket.seat)} room={Math.min(room, 400)} />
        )}
      </div>
      <p className="ticket-show">
        <strong>{tickets.show}</strong> {tickets.worksOffline}
      </p>
    </div>
  )
}

function NoCode({ life }: { life: Exclude<TicketLife, 'good'> }) {
  return (
    <div className="ticket-none">
      <StatusSign kind={life === 'past' ? 'confirmed' : 'refused'} size={72} />
      <p className="ticket-none-word">{words.tickets.status[life]}</p>
      <p>{notes(life)}</p>
    </div>
  )
}
