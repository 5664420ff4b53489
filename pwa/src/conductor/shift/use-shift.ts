import { useEffect, useMemo } from 'react'
import type { TicketKey } from 'shared/records.ts'
import { decideBoarding } from 'shared/tickets/board.ts'
import { parseTicket } from 'shared/tickets/codec.ts'
import { mergeFacts, type BoardingFact } from 'shared/tickets/events.ts'
import type { Boarding, Evidence, Presented } from 'shared/tickets/evidence.ts'
import { departureOf } from 'shared/timetable/departures.ts'
import type { Timetable } from 'shared/timetable/pack.ts'
import type { Departure } from 'shared/timetable/timetable.ts'
import { now, useNow } from '../../local/clock.ts'
import { useDepartureSold, useManifest, useTicketKeys, useTimetable } from '../../local/live.ts'
import { useClockOffset } from '../../local/clock-offset.ts'
import { follow } from '../../sync/loop.ts'
import { phoneClockOffBy, useClockWatch } from './phone-clock.ts'
import { useFreshFacts } from './record.ts'
import { atStop, companions, ridersOf, unlisted, type AtStop, type Rider } from './riders.ts'
import { likelyStop, useWorkedStops } from './worked-stop.ts'

/** A conductor's work on one departure: all that the screens and the verdicts draw on, from this phone alone. */
export interface Shift {
  readonly departure: Departure
  readonly timetables: readonly Timetable[]
  readonly stop: number
  readonly riders: readonly Rider[]
  readonly at: AtStop
  readonly facts: readonly BoardingFact[]
  /** How many boarded who are not on the list. */
  readonly unlisted: number
  /** When the list was synced, by this phone's clock and by the server's; null when it never was. */
  readonly listAt: number | null
  readonly manifestAt: number | null
  /** Facts of this phone that the server has not taken down. */
  readonly waiting: number
  readonly keys: readonly TicketKey[]
  readonly judge: (presented: Presented) => Boarding
  /** Those booked with a ticket who could board with it now, free or against cash. */
  readonly party: (ticket: string) => readonly Boarding[]
}

/**
 * `undefined`: still reading. `null`: no timetable on this phone has the departure. Tickets count stops in the departure
 * as it was sold, so that one stands before today's timetable.
 */
export function useShift(id: string): Shift | null | undefined {
  const held = useTimetable()
  const manifest = useManifest(id)
  const keys = useTicketKeys()
  const fresh = useFreshFacts((state) => state.facts)
  const offset = useClockOffset((state) => state.offset)
  const chosen = useWorkedStops((stops) => stops[id])
  const minute = useNow(60_000)
  useClockWatch()
  useEffect(() => follow([`manifest:${id}`, `departure:${id}`]), [id])

  const sold = useDepartureSold(id)
  const departure = useMemo(
    () => held && sold !== undefined && (sold ?? departureOf(held.timetables, id) ?? null),
    [held, sold, id],
  )
  const facts = useMemo(
    () => manifest && mergeFacts(manifest.events, manifest.waitingEvents, ofDeparture(fresh, id)),
    [manifest, fresh, id],
  )
  const riders = useMemo(() => manifest && facts && ridersOf(manifest.entries, facts), [manifest, facts])
  if (departure === null) return null
  if (!held || !departure || !manifest || !facts || !riders || !keys) return undefined

  const stop = chosen ?? likelyStop(departure, minute + offset)
  const manifestAt = manifest.asOf === null ? null : manifest.asOf + offset
  const recorded = new Set(manifest.events.map((event) => event.event))
  const known = { departure, stop, facts, manifestAt, manifest: manifest.entries, deviceRevoked: manifest.withdrawn }
  const judge = (presented: Presented): Boarding => decideBoarding(presented, evidence(known, presented))
  return {
    departure,
    timetables: held.timetables,
    stop,
    riders,
    at: atStop(riders, stop),
    facts,
    unlisted: unlisted(manifest.entries, facts).length,
    listAt: manifest.asOf,
    manifestAt,
    waiting: manifest.waitingEvents.filter((event) => !recorded.has(event.event)).length,
    keys,
    judge,
    party: (ticket) =>
      companions(riders, ticket)
        .map(({ entry }) => judge({ kind: 'entry', ticket: entry.ticket }))
        .filter(({ colour, reasons }) => colour === 'green' || reasons.every((r) => r.verdict === 'cash-due')),
  }
}

const ofDeparture = (facts: readonly BoardingFact[], id: string): BoardingFact[] =>
  facts.filter((fact) => fact.departure === id)

function evidence(
  known: Pick<Evidence, 'stop' | 'facts' | 'manifestAt' | 'manifest' | 'deviceRevoked'> & { departure: Departure },
  presented: Presented,
): Evidence {
  const { id, day, currency, calls } = known.departure
  return {
    ...known,
    departure: { id, day, currency, leavesAt: calls.map((call) => call.departureAt) },
    now: now() + useClockOffset.getState().offset,
    clockOffBy: phoneClockOffBy(),
    highestRev: presented.kind === 'code' ? highestRev(presented.claims.ticket, known.facts) : 0,
  }
}

/** Of the codes of one ticket that this phone found true and let board. */
const highestRev = (ticket: string, facts: readonly BoardingFact[]): number =>
  facts.reduce((highest, fact) => {
    if (fact.ticket !== ticket || fact.token === undefined) return highest
    return Math.max(highest, parseTicket(fact.token)?.claims.rev ?? 0)
  }, 0)
