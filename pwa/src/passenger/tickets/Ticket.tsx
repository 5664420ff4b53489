import { CalendarPlus, FileDown, Route, Share, Smartphone, X } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Ticket as TicketRecord } from 'shared/records.ts'
import { Link } from 'wouter'
import { useNow } from '../../local/clock.ts'
import { useTickets } from '../../local/live.ts'
import { useSync } from '../../sync/loop.ts'
import { ButtonLink, IconButton } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Page } from '../../ui/Page.tsx'
import { useShell } from '../../ui/shell.ts'
import { clockText, dateText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { saveTicketCalendar } from './save-calendar.ts'
import { canShare, shareTicket } from './share.ts'
import { TicketPaper } from './TicketPaper.tsx'
import { lifeOfTicket, shownTickets } from './ticket-life.ts'
import { useWakeLock } from '../../local/use-wake-lock.ts'
import './ticket.css'
import './ticket-print.css'

/** The ticket, known by its colour before it is read. It needs nothing but what is on the phone. */
export function Ticket({ id }: { id: string }) {
  const { tickets } = words
  const all = useTickets()
  const asked = all?.find((ticket) => ticket.id === id)
  if (!all) return null
  if (!asked) {
    return (
      <Page title={tickets.ticketOf(1, 1)} back="/tickets">
        <Empty title={tickets.missing} action={<ButtonLink href="/tickets">{tickets.toTickets}</ButtonLink>} />
      </Page>
    )
  }
  const group = shownTickets(all.filter((ticket) => ticket.booking === asked.booking))
  const shown = group.includes(asked) ? group : [asked]
  return <TicketScreen key={asked.booking} group={shown} start={shown.indexOf(asked)} />
}

function TicketScreen({ group, start }: { group: readonly TicketRecord[]; start: number }) {
  const { tickets } = words
  const shell = useShell()
  const now = useNow(30_000)
  const [at, setAt] = useState(start)
  const rail = useRef<HTMLDivElement>(null)
  const ticket = group[at] ?? group[0]
  const good = ticket !== undefined && lifeOfTicket(ticket, now) === 'good'
  useWakeLock(good)
  useLayoutEffect(() => {
    rail.current?.children[start]?.scrollIntoView({ behavior: 'instant', inline: 'start', block: 'nearest' })
  }, [start])
  if (!ticket) return null

  const goTo = (index: number) =>
    rail.current?.children[index]?.scrollIntoView({ behavior: 'smooth', inline: 'start', block: 'nearest' })

  return (
    <main className="ticket-page" data-good={good ? '' : undefined}>
      <header className="ticket-head">
        <IconButton label={tickets.close} onClick={() => shell.back('/tickets')}>
          <X size={26} aria-hidden="true" />
        </IconButton>
        <h1 tabIndex={-1}>{tickets.ticketOf(at + 1, group.length)}</h1>
        {good && canShare() ? (
          <IconButton label={tickets.share} onClick={() => void shareTicket(ticket)}>
            <Share size={26} aria-hidden="true" />
          </IconButton>
        ) : (
          <span className="ticket-head-gap" />
        )}
      </header>
      <div className="ticket-main">
        <div
          className="ticket-rail"
          ref={rail}
          role="group"
          aria-label={tickets.whichTicket}
          tabIndex={group.length > 1 ? 0 : undefined}
          onScroll={({ currentTarget: { scrollLeft, clientWidth } }) =>
            setAt(Math.min(group.length - 1, Math.round(Math.abs(scrollLeft) / Math.max(1, clientWidth))))
          }
        >
          {group.map((one, i) => (
            <TicketPaper key={one.id} ticket={one} now={now} title={tickets.ticketOf(i + 1, group.length)} />
          ))}
        </div>
        {group.length > 1 && (
          <div className="ticket-dots" role="group" aria-label={tickets.whichTicket}>
            {group.map((one, i) => (
              <button key={one.id} type="button" aria-current={i === at} onClick={() => goTo(i)}>
                <span className="visually-hidden">{tickets.goTo(i + 1, one.passenger)}</span>
              </button>
            ))}
          </div>
        )}
        <Stored now={now} good={good} />
      </div>
      <nav className="ticket-deeds" aria-label={tickets.deeds}>
        <Link href={`/trips/${ticket.booking}`}>
          <Route size={24} aria-hidden="true" />
          {tickets.trip}
        </Link>
        <button type="button" disabled={!good} onClick={() => saveTicketCalendar(group, ticket)}>
          <CalendarPlus size={24} aria-hidden="true" />
          {tickets.calendar}
        </button>
        <button type="button" disabled={!good} onClick={() => window.print()}>
          <FileDown size={24} aria-hidden="true" />
          {tickets.savePdf}
        </button>
      </nav>
    </main>
  )
}

/** Where the ticket is, and when the server last said that it stands. */
function Stored({ now, good }: { now: number; good: boolean }) {
  const { tickets } = words
  const checked = useSync((state) => state.lastExchangeAt)
  const when =
    checked === null
      ? null
      : dateText(checked) === dateText(now)
        ? clockText(checked)
        : `${dateText(checked)}, ${clockText(checked)}`
  return (
    <div className="ticket-stored">
      <p>
        <Smartphone size={20} aria-hidden="true" />
        <span>
          {tickets.stored}
          {when !== null && ` · ${tickets.checked(when)}`}
        </span>
      </p>
      {good && <p className="ticket-bright">{tickets.brightness}</p>}
    </div>
  )
}
