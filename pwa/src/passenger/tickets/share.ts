import { localDay } from 'shared/base/time.ts'
import type { Ticket } from 'shared/records.ts'
import { clockText, dayText, referenceText } from '../../words/format.ts'
import { words } from '../../words/words.ts'

export const canShare = (): boolean => typeof navigator.share === 'function'

/** Hands the facts of the ride to another app. Never the code: whoever has it could ride. */
export async function shareTicket(ticket: Ticket): Promise<void> {
  const { board, alight } = ticket
  const text = words.tickets.shareText({
    from: board.name,
    to: alight.name,
    date: dayText(localDay(board.at, board.zone)),
    departs: clockText(board.at, board.zone),
    seat: ticket.seat,
    reference: referenceText(ticket.reference),
  })
  try {
    await navigator.share({ title: words.tickets.ride(board.name, alight.name), text })
  } catch {
    // The person closed the sheet.
  }
}
