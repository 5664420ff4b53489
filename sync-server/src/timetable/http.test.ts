import { mkdtempSync, rmSync } from 'node:fs'
import { request as rawRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { dayOfText } from 'shared/base/time.ts'
import { openPack } from 'shared/timetable/pack.ts'
import { searchRides } from 'shared/timetable/search.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { departureAnswer, placesAnswer, searchAnswer, timetableAnswer } from './answers.ts'
import { demoSlug, writeDemo } from './demo/write-demo.ts'
import { importGtfs } from './import-gtfs.ts'

const tuesday = must(dayOfText('2026-11-24'), 'day')
let server: TestServer
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wayfare-demo-'))
  server = await startTestServer()
  await writeDemo(folder, tuesday)
  const { report } = await importGtfs(server.context, { path: folder, feed: demoSlug })
  if (report.verdict === 'refused') throw new Error(JSON.stringify(report, null, 1))
  await server.context.timetables.refresh()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Without fetch, which unpacks bodies on its own. */
function raw(path: string, headers: Record<string, string>): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    rawRequest(`${server.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

const search = (query: Record<string, string>) => server.api(`/buses/search?${new URLSearchParams(query).toString()}`)
const vilniusRiga = { from: 'demo:vilnius', to: 'demo:riga', date: '2026-11-24' }

describe('packs', () => {
  const pointer = async () => must((await server.api('/timetable')).read(timetableAnswer).packs[0], 'pack')

  test('[TT12] the current packs are named with their size, their zone and the days they are good for', async () => {
    const pack = await pointer()
    expect(pack).toMatchObject({ feed: 'demo', zone: 'Europe/Vilnius', validFrom: '20261122', validTo: '20271125' })
    expect(pack.bytes).toBeLessThan(10_000)
  })

  test.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['br;q=0.1, gzip;q=1', 'gzip', gunzipSync],
    ['*', 'br', brotliDecompressSync],
    ['', undefined, (body: Buffer) => body],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['identity', undefined, (body: Buffer) => body],
  ])(
    '[TT12] a client that accepts %j gets %s, unchangeable and distinguishable by caches',
    async (accepts, encoding, unpack) => {
      const { url } = await pointer()
      const answer = await raw(url, { 'accept-encoding': accepts })
      expect(answer.status).toBe(200)
      expect(answer.headers['content-encoding']).toBe(encoding)
      expect(answer.headers['cache-control']).toContain('immutable')
      expect(answer.headers.vary).toContain('Accept-Encoding')
      expect(answer.headers['content-type']).toContain('application/json')
      expect(openPack(unpack(answer.body)).feed).toBe('demo')
    },
  )

  test('[TT12] a pack a client has is not sent again', async () => {
    const { url } = await pointer()
    const first = await raw(url, { 'accept-encoding': 'br' })
    const again = await raw(url, { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) })
    expect([again.status, again.body.length]).toEqual([304, 0])
    const other = await raw(url, { 'accept-encoding': 'gzip', 'if-none-match': String(first.headers.etag) })
    expect(other.status).toBe(200)
  })

  test('[TT12] a client that accepts no encoding at all is told so, and an unknown pack is not found', async () => {
    const { url } = await pointer()
    expect((await raw(url, { 'accept-encoding': 'zstd, *;q=0' })).status).toBe(406)
    expect(await server.api(`/timetable/packs/${'0'.repeat(32)}`)).toMatchObject({ status: 404, code: 'unknown-pack' })
    expect(await server.api('/timetable/packs/..%2F..%2Fetc')).toMatchObject({ status: 422, code: 'invalid' })
  })

  test('[TT12] a phone that searches the pack finds what the server finds', async () => {
    const { url } = await pointer()
    const pack = openPack(gunzipSync((await raw(url, { 'accept-encoding': 'gzip' })).body))
    const onPhone = searchRides([pack], { from: 'demo:vilnius', to: 'demo:riga', day: tuesday, passengers: 1 })
    const found = (await search(vilniusRiga)).read(searchAnswer)
    expect(found.departures.map((ride) => ride.id)).toEqual(onPhone.map((ride) => ride.departure))
    expect(onPhone.length).toBeGreaterThan(5)
  })
})

describe('search over HTTP', () => {
  test('[TT7] rides of the day come with times at the stops, price of the party and free seats', async () => {
    const found = (await search({ ...vilniusRiga, passengers: '2' })).read(searchAnswer)
    const nine = must(
      found.departures.find((ride) => ride.id === 'demo:A2-out-0900-daily@20261124'),
      'the nine',
    )
    expect(nine).toMatchObject({
      serviceDate: '2026-11-24',
      board: { index: 0, stop: 'demo:vilnius-12', platform: '12', at: '2026-11-24T09:00:00+02:00' },
      alight: { stop: 'demo:riga-4', name: 'Rīga' },
      price: { currency: 'EUR' },
      priceSource: 'feed',
      freeSeats: 49,
      totalSeats: 49,
      status: 'scheduled',
      sold: true,
    })
    expect(nine.total.amount).toBe(2 * nine.price.amount)
    expect(found.departures.map((ride) => ride.board.at)).toEqual(found.departures.map((ride) => ride.board.at).sort())
  })

  test('[TT1] a stop in another zone is told in the time on its wall', async () => {
    const found = (await search({ from: 'demo:vilnius', to: 'demo:warsaw', date: '2026-11-24' })).read(searchAnswer)
    expect(found.departures[0]?.board.at).toContain('+02:00')
    expect(found.departures[0]?.alight.at).toContain('2026-11-25T')
    expect(found.departures[0]?.alight.at).toContain('+01:00')
  })

  test('[TT7] a day without rides names the next one that has some', async () => {
    const night = { from: 'demo:tallinn', to: 'demo:warsaw', date: '2026-12-24' }
    const found = (await search(night)).read(searchAnswer)
    expect(found.departures).toEqual([])
    expect(found.next?.date).toBe('2026-12-25')
  })

  test('[TT9] "every n minutes" is shown and not sold', async () => {
    const found = (await search({ from: 'demo:smiltyne', to: 'demo:nida', date: '2026-11-24' })).read(searchAnswer)
    expect(found.departures).toHaveLength(1)
    expect(found.departures[0]).toMatchObject({
      sold: false,
      everyMinutes: 60,
      price: { amount: 450, currency: 'EUR' },
    })
  })

  test('an unknown place is not found, and near ones are named', async () => {
    const answer = await search({ ...vilniusRiga, to: 'demo:rigga' })
    expect(answer).toMatchObject({ status: 404, code: 'unknown-place' })
    expect(JSON.stringify(answer.body)).toContain('Rīga')
  })

  test.each([
    [{ date: '2026-02-30' }],
    [{ date: 'tomorrow' }],
    [{ passengers: '0' }],
    [{ passengers: '10' }],
    [{ passengers: '1.5' }],
    [{ from: 'nowhere' }],
    [{ to: 'demo:vilnius' }],
    [{ surprise: 'yes' }],
  ])('a query with %j is refused with its reason', async (wrong) => {
    const answer = await search({ ...vilniusRiga, ...wrong })
    expect(answer).toMatchObject({ status: 422, code: 'invalid' })
  })

  test('a parameter given twice is refused', async () => {
    const answer = await server.api('/buses/search?from=demo:vilnius&from=demo:riga&to=demo:riga&date=2026-11-24')
    expect(answer).toMatchObject({ status: 422, code: 'invalid' })
  })
})

describe('places and departures over HTTP', () => {
  test('[TT4] places are suggested despite accents, case and typing errors', async () => {
    for (const text of ['klaipeda', 'KLAIPĖDA', 'kliapeda', 'klaip']) {
      const found = (await server.api(`/places?query=${encodeURIComponent(text)}`)).read(placesAnswer)
      expect(found.places[0]).toMatchObject({ id: 'demo:klaipeda', name: 'Klaipėda' })
    }
  })

  test('a departure is told with all its stops, on its percent-encoded id', async () => {
    const id = encodeURIComponent('demo:N1-out-2330-nights@20261124')
    const found = (await server.api(`/buses/${id}`)).read(departureAnswer)
    expect(found.calls.map((call) => call.place)).toContain('demo:~suwalki')
    expect(found.calls[0]?.departureAt).toBe('2026-11-24T23:30:00+02:00')
    expect(found.calls.at(-1)?.arrivalAt).toBe('2026-11-25T06:03:00+01:00')
  })

  test('a trip on a day it does not run is no departure', async () => {
    const still = encodeURIComponent('demo:N1-out-2330-nights@20261224')
    expect(await server.api(`/buses/${still}`)).toMatchObject({ status: 404, code: 'unknown-departure' })
    expect(await server.api('/buses/what')).toMatchObject({ status: 422, code: 'invalid' })
  })
})
