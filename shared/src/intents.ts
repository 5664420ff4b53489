import { type z } from 'zod'
import { bookIntent, cancelIntent, chooseIntent, leaveIntent, rescheduleIntent, waitIntent } from './booking/intents.ts'
import { boardIntent } from './tickets/intents.ts'

/**
 * All that a device may ask. An intent is a wish until the server's outcome is stored on the phone;
 * it is never called a booking. `fact` intents are recorded whatever they say: they are never refused.
 */
export const intents = {
  'booking.book': { version: 1, args: bookIntent, fact: false },
  'booking.cancel': { version: 2, args: cancelIntent, fact: false },
  'booking.reschedule': { version: 1, args: rescheduleIntent, fact: false },
  'booking.choose': { version: 1, args: chooseIntent, fact: false },
  'booking.wait': { version: 1, args: waitIntent, fact: false },
  'booking.leave': { version: 1, args: leaveIntent, fact: false },
  'tickets.board': { version: 1, args: boardIntent, fact: true },
} as const

export type IntentName = keyof typeof intents
export type IntentArgs<N extends IntentName> = z.infer<(typeof intents)[N]['args']>
