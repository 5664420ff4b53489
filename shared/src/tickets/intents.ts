import { z } from 'zod'
import { callIndex, departureId, deviceId, eventId, instant, moneySchema, ticketId } from '../base/ids.ts'
import { verdicts } from './verdicts.ts'

/** A fact from the bus. It is recorded, never refused; what was irregular is flagged for a person. */
export const boardIntent = z.strictObject({
  event: eventId,
  ticket: ticketId,
  departure: departureId,
  /** Position of the stop the conductor is working. */
  stop: callIndex,
  kind: z.enum(['board', 'alight', 'no-show', 'undo', 'cash']),
  /** The event that an `undo` takes back. */
  undoes: eventId.optional(),
  /** Collected by a `cash` event. */
  amount: moneySchema.optional(),
  device: deviceId,
  /** This device's clock, and its estimated offset from the server's in ms (server = device + offset). */
  deviceAt: instant,
  offset: z.number().int().min(-1e12).max(1e12),
  /** When the manifest the verdict was judged by was synced; null when there was none. */
  manifestAt: instant.nullable(),
  /** The code as scanned; absent when the ticket was found by name or reference. */
  token: z.string().max(400).optional(),
  verdict: z.enum(verdicts).optional(),
  /** Why the conductor let an irregular ticket board. */
  overrode: z.string().max(200).optional(),
})
export type BoardIntent = z.infer<typeof boardIntent>
