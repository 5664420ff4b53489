import { localDay } from 'shared/base/time.ts'
import type { Ticket } from 'shared/records.ts'
import { useNow } from '../../local/clock.ts'
import { useTickets } from '../../local/live.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Status } from '../../ui/Status.tsx'
import { clockText, listText } from '../../words/format.ts'
import { words } from '../../words/words.ts'
import { Coupon } from '../trips/Coupon.tsx'
import { SignInToSee } from '../trips/SignInToSee.tsx'
import { groupTickets, lifeOfTicket } from './ticket-life.ts'

/** All tickets on this phone; one coupon for the passengers of a booking. */
export function Tickets() {
  const { tickets } = words
  const all = useTickets()
  const now = useNow(30_000)
  const groups = all && groupTickets(all, now)
  return (
    <Page title={tickets.title}>
      {groups && groups.coming.length === 0 && (
        <Empty
          title={tickets.empty}
          action={
            <>
              <ButtonLink href="/">{tickets.emptyAction}</ButtonLink>
              <SignInToSee next="/tickets" />
            </>
          }
        />
      )}
      {groups?.coming.map((group) => (
        <TicketCoupon key={group[0]?.booking} group={group} now={now} />
      ))}
      {groups && groups.past.length > 0 && (
        <Section title={tickets.sections.past}>
          {groups.past.map((group) => (
            <TicketCoupon key={group[0]?.booking} group={group} now={now} />
          ))}
        </Section>
      )}
    </Page>
  )
}

function TicketCoupon({ group, now }: { group: readonly Ticket[]; now: number }) {
  const [first] = group
  if (!first) return null
  const { board, alight } = first
  const life = lifeOfTicket(first, now)
  const over = life !== 'good' || alight.at + 3_600_000 < now
  const word = words.tickets.status[over && life === 'good' ? 'past' : life === 'good' ? 'valid' : life]
  return (
    <Coupon
      href={`/tickets/${first.id}`}
      day={localDay(board.at, board.zone)}
      today={localDay(now, board.zone)}
      clock={clockText(board.at, board.zone)}
      from={board.name}
      to={alight.name}
      line={
        group.length === 1
          ? `${words.trips.oneSeat(first.seat)} · ${first.passenger}`
          : words.trips.someSeats(listText(group.map(({ seat }) => seat)))
      }
      off={life === 'cancelled' || life === 'superseded'}
      past={over}
    >
      {over ? (
        <Status kind={life === 'cancelled' || life === 'superseded' ? 'refused' : 'confirmed'}>{word}</Status>
      ) : (
        <Status kind="confirmed">{words.trips.ticketHere(group.length)}</Status>
      )}
    </Coupon>
  )
}
