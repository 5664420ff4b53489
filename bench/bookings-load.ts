import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { seatMaps } from 'shared/inventory/seat-maps.ts'
import { seatsOf } from 'shared/inventory/seat-map.ts'
import { bookIntentOf, type LineOptions } from 'shared/testing/builders.ts'

/** Everybody's. */
export const password = 'heron kettle 41 moss'

export const line: LineOptions = { hours: Array.from({ length: 22 }, (_, i) => i), stops: 7, seatMap: 'coach-2+2-49' }

const seats = seatsOf(seatMaps['coach-2+2-49'] ?? { id: '', name: '', decks: [] }).map((seat) => seat.label)
const first = Date.UTC(2027, 0, 1)
const dayText = (days: number) => new Date(first + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')

/** The k-th booking: one seat on two legs that nobody has. Bookings go round 50 departures, as on a busy evening. */
export function bookingArgs(k: number) {
  const perDeparture = seats.length * 3
  const block = Math.floor(k / (50 * perDeparture))
  const within = k % (50 * perDeparture)
  const departure = block * 50 + (within % 50)
  const place = Math.floor(within / 50)
  const from = (place % 3) * 2
  const hours = line.hours?.length ?? 1
  return bookIntentOf({
    departure: `f:t${departure % hours}@${dayText(Math.floor(departure / hours))}`,
    from,
    to: from + 2,
    wishes: [{ kind: 'seats', seats: [seats[Math.floor(place / 3)] ?? ''] }],
  })
}

export interface Person {
  readonly token: string
  readonly device: string
  n: number
}

let booked = 0

/** A request that books `size` times, as bytes. */
export function requestOf(person: Person, size: number): Buffer {
  const intents = Array.from({ length: size }, () => {
    person.n += 1
    const args = bookingArgs((booked += 1) - 1)
    return {
      id: randomBytes(16).toString('hex'),
      n: person.n,
      name: 'booking.book',
      version: 1,
      after: [],
      madeAt: 0,
      args,
    }
  })
  const body = JSON.stringify({ protocol: 1, app: 'bench', device: person.device, sentAt: 0, intents, scopes: {} })
  const head = [
    'POST /api/sync HTTP/1.1',
    'host: bench',
    'content-type: application/json',
    `authorization: Bearer ${person.token}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** A warm connection: one request after the other. Bare sockets, so that the load costs little beside the server. */
export class Connection {
  readonly #socket: Socket
  #chunks: Buffer[] = []
  #answered: ((body: string) => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Connection(socket)))
      socket.once('error', reject)
    })
  }

  ask(request: Buffer): Promise<string> {
    return new Promise((resolve) => {
      this.#answered = resolve
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk)
    const all = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    const end = all.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = all.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? NaN)
    if (Number.isNaN(length)) throw new Error(`No length: ${head}`)
    if (all.length < end + 4 + length) return
    this.#chunks = []
    const body = all.toString('utf8', end + 4)
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${head.split('\r\n', 1)[0]}: ${body}`)
    this.#answered?.(body)
  }
}
