import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { booking, ticket } from 'shared/records.ts'
import { storyZone } from './feed.ts'
import { passengerPassword } from './story-data.ts'

/** What a story needs from the server besides its screens: other people's bookings, made by the public API. */
export interface Person {
  readonly token: string
}

const session = z.object({ accessToken: z.string() })
const rideEnd = z.object({ index: z.number(), stop: z.string(), at: z.string() })
const results = z.object({
  departures: z.array(z.object({ id: z.string(), board: rideEnd, alight: rideEnd })),
})
export type Found = z.infer<typeof results>['departures'][number]

async function ask<S extends z.ZodType>(
  url: string,
  schema: S,
  { body, token, key }: { body?: unknown; token?: string; key?: string } = {},
): Promise<z.infer<S>> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`)
  return schema.parse(answer)
}

export async function newPassenger(server: string, name: string): Promise<Person> {
  const email = `${randomUUID()}@example.org`
  const { accessToken } = await ask(`${server}/api/auth/register`, session, {
    body: { email, password: passengerPassword, name },
  })
  return { token: accessToken }
}

/** Departures of a day, `days` from today, from one place to another. */
export async function departures(server: string, from: string, to: string, days = 0): Promise<Found[]> {
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: storyZone() }).format(Date.now() + days * 86_400_000)
  const query = new URLSearchParams({ from, to, date, passengers: '1' })
  return (await ask(`${server}/api/buses/search?${query}`, results)).departures
}

/** Book one seat, paid on board, and return the ticket's record with its code. */
export async function book(server: string, { token }: Person, ride: Found, name: string, seat: string) {
  const end = ({ index, stop }: Found['board']) => ({ index, stop })
  const made = await ask(`${server}/api/bookings`, booking, {
    token,
    key: randomUUID(),
    body: {
      departure: ride.id,
      board: end(ride.board),
      alight: end(ride.alight),
      passengers: [{ name }],
      wishes: [{ kind: 'seats', seats: [seat] }],
      ceiling: { amount: 5000, currency: 'EUR' },
      pay: 'on-board',
    },
  })
  return ask(`${server}/api/tickets/${made.passengers[0]?.ticket}`, ticket, { token })
}

export async function cancel(server: string, { token }: Person, id: string): Promise<void> {
  await ask(`${server}/api/bookings/${id}/cancel`, booking, { token, body: {} })
}
