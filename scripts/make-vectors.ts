/**
 * Writes shared/src/tickets/vectors.json: good and broken tickets with the answer each must get, for our tests and for
 * whoever writes another reader. The keys are for tests alone. `npx tsx scripts/make-vectors.ts`
 */
import { encode, rfc8949EncodeOptions } from 'cborg'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decodeBase45, encodeBase45 } from '../shared/src/tickets/base45.ts'
import { bytesToSign, encodeTicket, kidOf, ticketPrefix } from '../shared/src/tickets/codec.ts'
import { publicX, signTicket, webCurve, type SigningKey } from '../shared/src/tickets/signature.ts'
import { claimsOf, type TicketFacts } from '../shared/src/tickets/ticket.ts'

const minute = 60_000
const hour = 60 * minute
/** 24 November 2026, 08:15 in Vilnius. */
const leaves = Date.UTC(2026, 10, 24, 6, 15)
const departure = { id: 'demo:VNO-KLP-0815@20261124', day: 20_781 }

const seedOf = (n: number): Uint8Array => new Uint8Array(32).fill(n)
const keys = { usual: 1, stolen: 2, retired: 3, stranger: 9 } as const
const keyOf = (name: keyof typeof keys): SigningKey => ({ kid: kidOf(keys[name]), seed: seedOf(keys[name]) })
const idOf = (n: number): string => n.toString(16).padStart(32, '0')

const facts: TicketFacts = {
  ticket: idOf(1),
  reference: 'K7PQM4',
  departure,
  seat: '4C',
  board: 0,
  alight: 2,
  arrivesAt: leaves + 230 * minute,
  name: 'Rūta Kazlauskaitė',
  rev: 0,
  due: 0,
  issuedAt: leaves - 48 * hour,
}
const row = {
  ticket: idOf(1),
  reference: 'K7PQM4',
  seat: '4C',
  name: 'Rūta K.',
  board: 0,
  alight: 2,
  status: 'valid',
  rev: 0,
  statusAt: null,
  replacedBy: null,
  due: { amount: 0, currency: 'EUR' },
}
const evidence = {
  now: leaves - 10 * minute,
  departure: {
    ...departure,
    currency: 'EUR',
    leavesAt: [leaves, leaves + 80 * minute, leaves + 230 * minute],
  },
  stop: 0,
  manifest: [row],
  manifestAt: leaves - 20 * minute,
  facts: [] as object[],
  clockOffBy: null,
  deviceRevoked: false,
}
const fact = (event: number, more: object): object => ({
  event: idOf(event),
  ticket: idOf(1),
  departure: departure.id,
  stop: 0,
  kind: 'board',
  device: idOf(77),
  deviceAt: leaves - 13 * minute,
  offset: 0,
  manifestAt: null,
  ...more,
})

interface Vector {
  name: string
  text: string
  /** Laid over the common evidence. */
  evidence?: object
  /** Null when the text is not one of our tickets. */
  signature: 'good' | 'unknown-key' | 'key-revoked' | 'forged' | null
  /** The first is the verdict. */
  reasons: string[]
}

type Change = Omit<Partial<TicketFacts>, 'departure'> & { departure?: { id: string; day: number } }

const ticket = (change: Change = {}, key: keyof typeof keys = 'usual'): Promise<string> =>
  signTicket(claimsOf({ ...facts, ...change }), keyOf(key))

const listed = (change: object): object => ({ manifest: [{ ...row, ...change }] })
const due = { due: { amount: 2400, currency: 'EUR' } }
const fresh = leaves - 21 * minute

/** True codes, and what the evidence makes of them. */
async function trueCodes(): Promise<Vector[]> {
  const plain = await ticket()
  const judged = (name: string, reasons: string[], evidence?: object, text = plain): Vector => ({
    name,
    text,
    ...(evidence && { evidence }),
    signature: 'good',
    reasons,
  })
  const replaced = { status: 'superseded', statusAt: leaves - hour, replacedBy: { ticket: idOf(2), seat: '7C' } }
  const undo = fact(2, { kind: 'undo', undoes: idOf(1) })
  const cash = fact(3, { kind: 'cash', ...{ amount: due.due } })
  const tomorrow = { ...departure, day: departure.day + 1 }
  const later = { ...departure, id: 'demo:VNO-KLP-1030@20261124' }
  return [
    judged('a good ticket', ['valid']),
    judged('a ticket of a retired key', ['valid'], undefined, await ticket({}, 'retired')),
    judged('a cancelled ticket', ['cancelled'], listed({ status: 'cancelled', statusAt: leaves - hour })),
    judged('a replaced ticket', ['superseded'], listed(replaced)),
    judged('a lower issue than the list has', ['superseded'], listed({ rev: 1, seat: '7C' })),
    judged('a lower issue than this phone has seen', ['superseded'], { highestRev: 1 }),
    judged('a ticket for tomorrow', ['wrong-date'], undefined, await ticket({ departure: tomorrow })),
    judged('a ticket for the 10:30', ['wrong-departure'], undefined, await ticket({ departure: later })),
    judged('a ticket boarded before', ['already-boarded'], { facts: [fact(1, {})] }),
    judged('a ticket whose boarding was undone', ['valid'], { facts: [undo, fact(1, {})] }),
    judged('a boarding of a device that may not board', ['valid'], { facts: [fact(1, { flags: ['not-allowed'] })] }),
    judged('a ticket from a later stop', ['board-later', 'too-early'], listed({ board: 1 })),
    judged('a ticket whose ride has ended', ['leg-ended'], { stop: 2 }),
    judged('a ticket whose seat was moved', ['seat-moved'], listed({ seat: '7C' })),
    judged('a phone whose clock is off', ['clock-suspect'], { clockOffBy: 840_000, now: leaves - 9 * hour }),
    judged('a ticket before boarding opens', ['too-early'], { now: leaves - 31 * minute }),
    judged('a ticket when boarding opens', ['valid'], { now: leaves - 30 * minute }),
    judged('a ticket a day after arrival', ['too-late'], { now: leaves + 27.9 * hour }),
    judged('a ticket on a coach a day late', ['valid'], { now: leaves + 27.8 * hour }),
    judged('a ticket to be paid on board', ['cash-due'], listed(due)),
    judged('a ticket paid on board', ['valid'], { ...listed(due), facts: [cash] }),
    judged('a ticket boarded before and never paid', ['already-boarded', 'cash-due'], {
      ...listed(due),
      facts: [fact(1, {})],
    }),
    judged('an old ticket that the list lacks', ['missing-from-manifest'], { manifest: [] }),
    judged(
      'a ticket sold after the list',
      ['valid-not-on-manifest'],
      { manifest: [] },
      await ticket({ issuedAt: fresh }),
    ),
    judged('a ticket where no list was ever synced', ['valid-not-on-manifest'], { manifest: [], manifestAt: null }),
    judged(
      'a ticket sold after the list, to be paid',
      ['cash-due', 'valid-not-on-manifest'],
      { manifest: [] },
      await ticket({ issuedAt: fresh, due: 2400 }),
    ),
    judged('a phone that may no longer check', ['device-revoked'], { deviceRevoked: true }),
    judged(
      'a name cut within its 24 bytes',
      ['valid'],
      undefined,
      await ticket({ name: 'Žydrūnė Šventickaitė-Žąsytienė' }),
    ),
  ]
}

/** Bytes of the plain ticket, to be spoiled. */
async function bytesOf(change: Change = {}): Promise<Uint8Array> {
  return decodeBase45((await ticket(change)).slice(ticketPrefix.length)) ?? new Uint8Array()
}

async function falseCodes(): Promise<Vector[]> {
  const spoilt = async (fromEnd: number): Promise<string> => {
    const bytes = await bytesOf()
    const at = bytes.length - fromEnd
    return ticketPrefix + encodeBase45(bytes.with(at, (bytes[at] ?? 0) ^ 1))
  }
  const claims = claimsOf(facts)
  const liar = await webSign(bytesToSign(claims, kidOf(keys.usual)), seedOf(keys.stranger))
  const algOff = await bytesOf()
  algOff[5] = 0x26
  const vector = (name: string, text: string, signature: 'unknown-key' | 'key-revoked' | 'forged'): Vector => ({
    name,
    text,
    signature,
    reasons: [signature],
  })
  return [
    vector('a key nobody published', await ticket({}, 'stranger'), 'unknown-key'),
    vector('a stolen key', await ticket({}, 'stolen'), 'key-revoked'),
    vector('a stolen key with an old date of issue', await ticket({ issuedAt: 0 }, 'stolen'), 'key-revoked'),
    vector('another key that bears the usual name', encodeTicket(claims, kidOf(keys.usual), liar), 'forged'),
    vector('a signature with one bit changed', await spoilt(1), 'forged'),
    vector('what is owed changed by one cent', await spoilt(67), 'forged'),
    vector('an algorithm that the key has not', ticketPrefix + encodeBase45(algOff), 'forged'),
    vector('issued after the key retired', await ticket({ issuedAt: leaves - 2 * hour }, 'retired'), 'forged'),
  ]
}

const webSign = (bytes: Uint8Array, seed: Uint8Array): Promise<Uint8Array> => webCurve.sign(bytes, seed)

async function noTickets(): Promise<Vector[]> {
  const plain = await ticket()
  const bytes = await bytesOf()
  const coded = (cbor: Uint8Array): string => ticketPrefix + encodeBase45(cbor)
  const sign1 = (parts: unknown): string => coded(Uint8Array.of(0xd2, ...encode(parts, rfc8949EncodeOptions)))
  const header = Uint8Array.of(0xa2, 1, 0x27, 4, 0x42, 0, 1)
  const zeros = new Uint8Array(64)
  const ride = ['K7PQM4', new Uint8Array(8), 20_781, '4C', 0, 2, 'Rūta', 0, 0]
  const payload = (change: [number, unknown][] = []): Uint8Array =>
    encode(
      new Map<number, unknown>([
        [4, 1_795_686_400],
        [6, 1_795_500_000],
        [7, zeros.slice(0, 16)],
        [-65_537, ride],
        ...change,
      ]),
      rfc8949EncodeOptions,
    )
  const broken = (name: string, text: string): Vector => ({ name, text, signature: null, reasons: ['not-a-ticket'] })
  const rideWith = (at: number, value: unknown): string =>
    sign1([header, new Map(), payload([[-65_537, ride.with(at, value as never)]]), zeros])
  return [
    broken('nothing', ''),
    broken('a web address', 'https://example.com/BT1:'),
    broken('the prefix alone', 'BT1:'),
    broken('the prefix of the code to come', plain.replace('BT1:', 'BD1:')),
    broken('a prefix in small letters', plain.replace('BT1:', 'bt1:')),
    broken('a character that Base45 has not', plain.replace(/.$/, 'a')),
    broken('a group beyond its bytes', 'BT1::::'),
    broken('a code cut short', plain.slice(0, -3)),
    broken('a code with more behind it', `${plain}000`),
    broken('a code too long', `BT1:${'0'.repeat(308)}`),
    broken('no tag', coded(bytes.slice(1))),
    broken('another tag', coded(bytes.with(0, 0xd1))),
    broken('an array of three', sign1([header, new Map(), payload()])),
    broken('a header outside the signature', sign1([header, new Map([[1, 2]]), payload(), zeros])),
    broken('a signature too short', sign1([header, new Map(), payload(), zeros.slice(1)])),
    broken('a key id of one byte', sign1([Uint8Array.of(0xa2, 1, 0x27, 4, 0x41, 1), new Map(), payload(), zeros])),
    broken(
      'keys of a map in the wrong order',
      sign1([Uint8Array.of(0xa2, 4, 0x42, 0, 1, 1, 0x27), new Map(), payload(), zeros]),
    ),
    broken(
      'a key twice in a map',
      sign1([Uint8Array.of(0xa3, 1, 0x27, 1, 0x27, 4, 0x42, 0, 1), new Map(), payload(), zeros]),
    ),
    broken(
      'a number written longer than it is',
      sign1([Uint8Array.of(0xa2, 1, 0x38, 7, 4, 0x42, 0, 1), new Map(), payload(), zeros]),
    ),
    broken('an array without a stated length', sign1([header, new Map(), Uint8Array.of(0x9f, 0xff), zeros])),
    broken('one claim too many', sign1([header, new Map(), payload([[8, 1]]), zeros])),
    broken('a ride of ten fields', sign1([header, new Map(), payload([[-65_537, [...ride, 1]]]), zeros])),
    broken('a reference with a look-alike', rideWith(0, 'K7PQM0')),
    broken('a run of nine bytes', rideWith(1, new Uint8Array(9))),
    broken('a seat with a blank', rideWith(3, '4 C')),
    broken('an alighting stop before the boarding stop', rideWith(5, 0)),
    broken('a stop that is no whole number', rideWith(4, 0.5)),
    broken('a name of 25 bytes', rideWith(6, 'x'.repeat(25))),
    broken('a name with a line break', rideWith(6, 'a\nb')),
    broken('a negative amount owed', rideWith(8, -1)),
    broken('expired before it was issued', sign1([header, new Map(), payload([[4, 1]]), zeros])),
  ]
}

export async function makeVectors(): Promise<string> {
  const day = 24 * hour
  const life = { usual: [leaves - 90 * day, leaves + 90 * day], stolen: [0, leaves], retired: [0, leaves - 3 * hour] }
  const published = await Promise.all(
    (['usual', 'stolen', 'retired'] as const).map(async (name) => ({
      kid: kidOf(keys[name]),
      kty: 'OKP',
      crv: 'Ed25519',
      x: await publicX(seedOf(keys[name])),
      notBefore: life[name][0],
      notAfter: life[name][1],
      compromised: name === 'stolen',
    })),
  )
  const vectors = [...(await trueCodes()), ...(await falseCodes()), ...(await noTickets())]
  return JSON.stringify({ format: 'BT1', keys: published, evidence, vectors }, null, 1) + '\n'
}

const file = fileURLToPath(new URL('../shared/src/tickets/vectors.json', import.meta.url))
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await makeVectors())
