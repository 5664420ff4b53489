import { must } from 'shared/base/result.ts'
import { waitIntent } from 'shared/booking/intents.ts'
import { leavesAt, salesClose } from 'shared/booking/sale.ts'
import type { WaitingParty } from 'shared/records.ts'
import type { RecordSource } from '../db/record-source.ts'
import type { Reader } from '../db/transact.ts'
import { frozenDeparture, runningOf } from '../inventory/departures.ts'
import { bookedEnd, routeText } from '../tickets/records.ts'
import { lineOf, waitingById, waitingOfAccount, type WaitingRow } from './waiting-store.ts'

async function partyOf(reader: Reader, row: WaitingRow): Promise<WaitingParty> {
  const departure = must(await frozenDeparture(reader, row.departure), 'departure waited for')
  const board = must(departure.calls[row.board], 'boarding stop')
  const alight = must(departure.calls[row.alight], 'alighting stop')
  const { passengers, ceiling, pay } = waitIntent.parse(JSON.parse(row.intent))
  const waits = row.status === 'waiting'
  const line = waits ? await reader.all(lineOf, { departure: row.departure }) : []
  return {
    id: row.id,
    account: row.account,
    departure: row.departure,
    status: row.status,
    route: routeText(departure),
    agency: departure.agency.name,
    headsign: departure.headsign,
    board: bookedEnd(board, board.departureAt),
    alight: bookedEnd(alight, alight.arrivalAt),
    passengers: passengers.map(({ name }) => name),
    ceiling,
    pay,
    since: row.since,
    place: waits ? line.findIndex(({ id }) => id === row.id) + 1 : null,
    closesAt: waits ? leavesAt(board, await runningOf(reader, row.departure)) - salesClose : null,
    endedAt: row.ended_at,
    why: row.why,
  }
}

/** The latest parties of an account in waiting lists. */
export async function partiesOfAccount(reader: Reader, account: string): Promise<WaitingParty[]> {
  const parties: WaitingParty[] = []
  for (const row of await reader.all(waitingOfAccount, { account })) parties.push(await partyOf(reader, row))
  return parties
}

/** A party of the account; undefined when there is none, and just so when it is somebody else's. */
export async function partyOfAccount(reader: Reader, account: string, id: string): Promise<WaitingParty | undefined> {
  const row = await reader.get(waitingById, { id })
  return row?.account === account ? partyOf(reader, row) : undefined
}

export const source: RecordSource<'waiting'> = async (reader, id) => {
  const row = must(await reader.get(waitingById, { id }), 'waiting party')
  return [{ scope: `account:${row.account}`, value: await partyOf(reader, row), rev: row.rev }]
}
