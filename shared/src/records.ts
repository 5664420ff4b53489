import { z } from 'zod'
import {
  accountId,
  bookingId,
  bookingReference,
  callIndex,
  departureId,
  deviceId,
  feedId,
  feedSlug,
  id128,
  instant,
  intentId,
  moneySchema,
  seatLabel,
  ticketId,
} from './base/ids.ts'
import { refusalCodes } from './base/refusals.ts'
import { postingKinds } from './payments/ledger.ts'
import { paymentStates, refundStates } from './payments/payment.ts'
import { outcomeStatus } from './sync/envelope.ts'
import { boardIntent } from './tickets/intents.ts'
import type { Departure } from './timetable/timetable.ts'

/**
 * All that a device may hold. A record travels in scopes, is named by (kind, id), and is replaced whole.
 * Timetables are not records: the `public` scope carries only the names of packs.
 */

/** Public half of a ticket key, as JWK (RFC 8037) with its life. kid is base64url of two bytes. */
export const ticketKey = z.object({
  kid: z.string(),
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  notBefore: instant,
  notAfter: instant,
  compromised: z.boolean(),
})

/** The name of an immutable timetable pack; `id` of the record is the feed's slug. */
export const packPointer = z.object({
  feed: feedSlug,
  hash: z.string(),
  url: z.string(),
  bytes: z.number().int(),
  name: z.string(),
  zone: z.string(),
  /** First and last day with service, YYYYMMDD. */
  validFrom: z.string(),
  validTo: z.string(),
})

/** Status of one departure: a mask of taken legs per seat, nothing per booking. */
export const departureState = z.object({
  id: departureId,
  status: z.enum(['scheduled', 'cancelled']),
  delayMinutes: z.number().int().nullable(),
  seatMap: z.string(),
  /** Seat label to hexadecimal mask; bit k set when leg k is taken. Seats wholly free are absent. */
  taken: z.record(z.string(), z.string().regex(/^[0-9a-f]+$/)),
})

const isDeparture = (value: unknown): value is Departure => {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('calls' in value)) return false
  return typeof value.id === 'string' && Array.isArray(value.calls) && value.calls.every(isCall)
}
const isCall = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'stop' in value &&
  typeof value.stop === 'string' &&
  'departureAt' in value &&
  typeof value.departureAt === 'number'

/** A departure as it was sold, told once, at its first booking: a later timetable changes neither stops nor times. */
export const departureSold = z.custom<Departure>(isDeparture, 'is no departure')

/** One end of a booked ride as it was when booked (frozen; a later timetable never shifts it). */
export const bookedEnd = z.object({
  index: callIndex,
  stop: feedId,
  name: z.string(),
  place: z.string(),
  /** Where at the station, as the timetable said it. */
  platform: z.string().optional(),
  at: instant,
  zone: z.string(),
})

export const bookingStatus = z.enum(['held', 'confirmed', 'cancelled', 'expired'])

export const choiceReasons = ['departure-cancelled', 'seat-lost', 'delayed'] as const
export const choiceAnswers = ['refund', 'move', 'keep'] as const

export const bookingChoice = z.object({
  reason: z.enum(choiceReasons),
  answers: z.array(z.enum(choiceAnswers)),
  until: instant,
  /** What becomes of it without an answer. */
  otherwise: z.enum(['refund', 'keep']),
})
export type BookingChoice = z.infer<typeof bookingChoice>

export const booking = z.object({
  id: bookingId,
  reference: bookingReference,
  account: accountId,
  departure: departureId,
  status: bookingStatus,
  route: z.string(),
  agency: z.string(),
  /** Whose fee ladder counts. */
  agencyId: feedId.optional(),
  headsign: z.string(),
  board: bookedEnd,
  alight: bookedEnd,
  /** Names of the stops between, for the line diagram. */
  via: z.array(z.string()),
  passengers: z.array(
    z.object({
      name: z.string(),
      category: z.string().optional(),
      seat: seatLabel,
      ticket: ticketId.nullable(),
      /** Set when this passenger does not travel any more. */
      cancelledAt: instant.optional(),
    }),
  ),
  /** Of those who travel. */
  price: moneySchema,
  /** Still owed (paid on board). */
  due: moneySchema,
  /** Kept by the agency for changes and cancellations so far, and given back so far. */
  fee: moneySchema.optional(),
  refunded: moneySchema.optional(),
  pay: z.enum(['on-board', 'wallet', 'card']),
  /** Which wish was met, from 0, and why the earlier ones failed. */
  wish: z.number().int(),
  failedWishes: z.array(z.object({ wish: z.number().int(), code: z.enum(refusalCodes) })),
  bookedAt: instant,
  heldUntil: instant.nullable(),
  cancelledAt: instant.nullable(),
  cancelledBy: z.enum(['passenger', 'agency']).nullable(),
  /** Another ride, whose seats are kept until then for a card payment; the booking takes it when that was made. */
  moving: z
    .object({
      departure: departureId,
      headsign: z.string(),
      board: bookedEnd,
      alight: bookedEnd,
      seats: z.array(seatLabel),
      price: moneySchema,
      /** What is paid by card. */
      more: moneySchema,
      until: instant,
    })
    .optional(),
  /** The agency changed the departure: what the passenger may answer until then, and what happens of itself. */
  choice: bookingChoice.optional(),
})

/** One line of a wallet: money or points (`PTS`) that came in, or went out (below zero). */
export const walletEntry = z.object({
  id: z.string(),
  kind: z.enum(postingKinds),
  amount: moneySchema,
  at: instant,
  booking: bookingId.nullable(),
  payment: id128.nullable(),
})

/** Money and points of an account, with the latest entries; older ones are asked of the server. */
export const wallet = z.object({
  account: accountId,
  /** One for each currency it ever had. */
  balances: z.array(moneySchema),
  points: z.number().int(),
  entries: z.array(walletEntry),
})

/** A card payment. What is needed to pay it is asked of the server by its payer; it is not kept on the phone. */
export const payment = z.object({
  id: id128,
  purpose: z.enum(['booking', 'top-up']),
  booking: bookingId.nullable(),
  amount: moneySchema,
  status: z.enum(paymentStates),
  /** `paid-but-gone`: it was paid after the seats were given up. */
  code: z.enum(refusalCodes).nullable(),
  /** The provider's code for the last card it declined. */
  reason: z.string().nullable(),
  /** Until when it can be paid. */
  deadline: instant,
  madeAt: instant,
  /** What goes back, or went back, to the card, and what of it the card did not take: that is in the wallet. */
  refunds: z.array(z.object({ id: id128, amount: moneySchema, status: z.enum(refundStates), madeAt: instant })),
})

export const waitingStatus = z.enum(['waiting', 'served', 'withdrawn', 'closed'])

/** A party in the waiting list of a full departure. The booking it may come to bears the same id. */
export const waitingParty = z.object({
  id: bookingId,
  account: accountId,
  departure: departureId,
  status: waitingStatus,
  route: z.string(),
  agency: z.string(),
  headsign: z.string(),
  board: bookedEnd,
  alight: bookedEnd,
  passengers: z.array(z.string()),
  ceiling: moneySchema,
  pay: z.enum(['on-board', 'wallet']),
  since: instant,
  /** 1 is served first; null when it waits no more. */
  place: z.number().int().nullable(),
  /** Sales close then, the delay known now included, and the list with them; null when it waits no more. */
  closesAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Why it could not be served though there were seats, or why the list closed. */
  why: z.enum(refusalCodes).nullable(),
})

export const ticketStatus = z.enum(['valid', 'cancelled', 'superseded'])

export const ticket = z.object({
  id: ticketId,
  booking: bookingId,
  reference: bookingReference,
  departure: departureId,
  status: ticketStatus,
  rev: z.number().int(),
  passenger: z.string(),
  seat: seatLabel,
  board: bookedEnd,
  alight: bookedEnd,
  route: z.string(),
  agency: z.string(),
  due: moneySchema,
  issuedAt: instant,
  expiresAt: instant,
  /** The code, `BT1:…`. Base45 holds double spaces: never trim it. */
  text: z.string(),
})

/** What became of an intent, for every device of the account. */
export const outcomeRecord = z.object({
  id: intentId,
  name: z.string(),
  status: outcomeStatus,
  code: z.enum(refusalCodes).nullable(),
  data: z.record(z.string(), z.unknown()),
  device: deviceId,
  decidedAt: instant,
})

/** One row for every ticket ever issued for the departure; as little of the person as boarding needs. */
export const manifestEntry = z.object({
  ticket: ticketId,
  reference: bookingReference,
  booking: bookingId,
  seat: seatLabel,
  /** First name and initial. */
  name: z.string(),
  phoneTail: z.string().nullable(),
  board: callIndex,
  alight: callIndex,
  status: ticketStatus,
  rev: z.number().int(),
  /** When the status last changed, and the seat of the ticket that replaced this one. */
  statusAt: instant.nullable(),
  replacedBy: z.object({ ticket: ticketId, seat: seatLabel }).nullable(),
  due: moneySchema,
  issuedAt: instant,
})

/** A boarding event as the server took it down. */
export const boardingEvent = boardIntent.omit({ token: true }).extend({
  by: accountId,
  byName: z.string(),
  recordedAt: instant,
  flags: z.array(z.string()),
})

export const records = {
  'ticket-key': { schema: ticketKey, scopes: ['public'] },
  pack: { schema: packPointer, scopes: ['public'] },
  departure: { schema: departureState, scopes: ['departure'] },
  'departure-sold': { schema: departureSold, scopes: ['departure'] },
  booking: { schema: booking, scopes: ['account'] },
  waiting: { schema: waitingParty, scopes: ['account'] },
  ticket: { schema: ticket, scopes: ['account'] },
  outcome: { schema: outcomeRecord, scopes: ['account'] },
  wallet: { schema: wallet, scopes: ['account'] },
  payment: { schema: payment, scopes: ['account'] },
  'manifest-entry': { schema: manifestEntry, scopes: ['manifest'] },
  'boarding-event': { schema: boardingEvent, scopes: ['manifest'] },
} as const

export type RecordKind = keyof typeof records
export type RecordOf<K extends RecordKind> = z.infer<(typeof records)[K]['schema']>
export type TicketKey = RecordOf<'ticket-key'>
export type PackPointer = RecordOf<'pack'>
export type DepartureState = RecordOf<'departure'>
export type Booking = RecordOf<'booking'>
export type WaitingParty = RecordOf<'waiting'>
export type Ticket = RecordOf<'ticket'>
export type WalletRecord = RecordOf<'wallet'>
export type WalletEntry = z.infer<typeof walletEntry>
export type PaymentRecord = RecordOf<'payment'>
export type OutcomeRecord = RecordOf<'outcome'>
export type ManifestEntry = RecordOf<'manifest-entry'>
export type BoardingEvent = RecordOf<'boarding-event'>
export type BookedEnd = z.infer<typeof bookedEnd>
