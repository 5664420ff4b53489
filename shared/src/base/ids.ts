import { z } from 'zod'

/** 128 random bits as 32 lower-case hex digits. Intents, bookings, tickets, devices and events are named so. */
export const id128 = z.string().regex(/^[0-9a-f]{32}$/)
export const intentId = id128
/** The booking an intent makes bears the intent's id, so what is queued can be named. */
export const bookingId = id128
export const ticketId = id128
export const deviceId = id128
export const eventId = id128
export const accountId = id128
export const epochId = id128

/** `<feed>:<id in the feed>`; the first colon splits; the part behind it is free text. */
export const feedId = z
  .string()
  .min(3)
  .max(300)
  .regex(/^[a-z0-9-]{1,32}:[^\u0000-\u001f]+$/)
export const feedSlug = z.string().regex(/^[a-z0-9-]{1,32}$/)
/** Parsed from the right by `timetable/departure-id.ts`. */
export const departureId = z
  .string()
  .max(340)
  .regex(/^[a-z0-9-]{1,32}:.+@\d{8}(T\d{6,7})?$/)
export const seatLabel = z.string().regex(/^[0-9A-Z]{1,4}$/)
/** Six characters without look-alikes: no 0 O 1 I. */
export const bookingReference = z.string().regex(/^[2-9A-HJ-NP-Z]{6}$/)
/** Position in the departure's own list of stops, from 0. Not GTFS stop_sequence. */
export const callIndex = z.number().int().min(0).max(2000)
/** Milliseconds since 1970-01-01T00:00Z. */
export const instant = z.number().int().min(0).max(8.64e15)
export const moneySchema = z.strictObject({
  amount: z.number().int().min(-1e12).max(1e12),
  currency: z.string().regex(/^[A-Z]{3}$/),
})
