import { hex, unhex } from '../base/random.ts'
import { nameBytes, type TicketClaims } from './ticket.ts'

/** CWT claim names (RFC 8392), and ours: a positional array of nine for BT1, in the private range. */
const claim = { exp: 4, iat: 6, cti: 7, ride: -65537 } as const

/** 2100-01-01: a later second, or day, is nonsense. */
const lastSecond = 4_102_444_800
const lastDay = lastSecond / 86_400

export function claimsToMap(c: TicketClaims): Map<number, unknown> {
  return new Map<number, unknown>([
    [claim.exp, c.expiresAt / 1000],
    [claim.iat, c.issuedAt / 1000],
    [claim.cti, unhex(c.ticket)],
    [claim.ride, [c.reference, unhex(c.run), c.day, c.seat, c.board, c.alight, c.name, c.rev, c.due]],
  ])
}

/** The claims of a decoded payload; undefined when anything is missing, too much, of another type, or out of range. */
export function claimsFromMap(map: unknown): TicketClaims | undefined {
  if (!(map instanceof Map) || map.size !== 4) return undefined
  const exp: unknown = map.get(claim.exp)
  const iat: unknown = map.get(claim.iat)
  const cti: unknown = map.get(claim.cti)
  const ride: unknown = map.get(claim.ride)
  if (!within(exp, 0, lastSecond) || !within(iat, 0, lastSecond) || exp < iat || !isBytes(cti, 16)) return undefined
  if (!Array.isArray(ride) || ride.length !== 9) return undefined
  const [reference, run, day, seat, board, alight, name, rev, due]: unknown[] = ride
  if (!matches(reference, /^[2-9A-HJ-NP-Z]{6}$/) || !isBytes(run, 8) || !within(day, 0, lastDay)) return undefined
  if (!matches(seat, /^[0-9A-Z]{1,4}$/) || !within(board, 0, 2000) || !within(alight, 0, 2000)) return undefined
  if (alight <= board || !isName(name) || !within(rev, 0, 65_535) || !within(due, 0, 1e12)) return undefined
  return {
    ticket: hex(cti),
    issuedAt: iat * 1000,
    expiresAt: exp * 1000,
    reference,
    run: hex(run),
    day,
    seat,
    board,
    alight,
    name,
    rev,
    due,
  }
}

const within = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

const matches = (value: unknown, shape: RegExp): value is string => typeof value === 'string' && shape.test(value)

const isBytes = (value: unknown, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length

const utf8 = new TextEncoder()

/** Control characters have no place on a conductor's screen. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && utf8.encode(value).length <= nameBytes && !/\p{Cc}/u.test(value)
