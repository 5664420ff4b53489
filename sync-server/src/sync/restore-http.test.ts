import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from 'shared/base/result.ts'
import { conflictsAnswer, reissueConflict } from 'shared/operator/views.ts'
import { exchangeResponse } from 'shared/sync/envelope.ts'
import { bookIntentOf, departureIdAt, lineTimetable } from 'shared/testing/builders.ts'
import { startTestServer, type TestPerson, type TestServer } from '../testing/server.ts'

const nine = departureIdAt(9, '2026-11-25')
const hex = (digit: string) => digit.repeat(32)
let server: TestServer
let ona: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  const timetable = lineTimetable()
  Object.assign(server.context.timetables, { current: () => [timetable] })
  ona = await server.register()
})
afterAll(() => server.close())

const operatorOf = (agency: string) => server.staff([{ agency, role: 'operator' }])
const listed = async (who: TestPerson) => (await who.api('/operator/conflicts')).read(conflictsAnswer).conflicts

/** A booking that the phone says it had, of a departure that sells no such seat. */
async function lost(id: string, about: object) {
  const args = bookIntentOf({ departure: nine, wishes: [{ kind: 'seats', seats: ['99Z'] }] })
  const intent = { id, n: 1, name: 'booking.book', version: 1, madeAt: 0, args, reissue: true, ...about }
  const body = { protocol: 1, app: 't', device: id, sentAt: 0, intents: [intent] }
  return must((await ona.api('/sync', { body })).read(exchangeResponse).outcomes[0], 'outcome')
}

test('[SY79] an operator sees what a restore left of their own agency, says what was done, and the first word counts', async () => {
  expect(await lost(hex('1'), {})).toMatchObject({ status: 'refused', code: 'lost-in-restore' })
  const [mine, others] = [await operatorOf('f:A'), await operatorOf('g:A')]
  expect(await listed(others)).toEqual([])
  expect(await listed(mine)).toMatchObject([
    { id: hex('1'), account: ona.id, agency: 'f:A', intent: 'booking.book', proven: false, settled: null },
  ])
  const settle = (who: TestPerson, note: string) =>
    who.api(`/operator/conflicts/${hex('1')}/settle`, { method: 'POST', body: { note } })
  expect(await settle(others, 'mine')).toMatchObject({ status: 404, code: 'not-found' })
  expect((await settle(mine, 'Called, next coach')).read(reissueConflict).settled).toMatchObject({ by: mine.id })
  expect((await settle(mine, 'again')).read(reissueConflict).settled).toMatchObject({ note: 'Called, next coach' })
  expect(await settle(mine, ' ')).toMatchObject({ status: 422 })
})

test('[SY79] what belongs to no agency that is known is shown to the operators of its feed', async () => {
  const args = bookIntentOf({ departure: 'f:gone@20261125' })
  expect(await lost(hex('2'), { args })).toMatchObject({ code: 'lost-in-restore' })
  expect(await listed(await operatorOf('f:B'))).toMatchObject([
    { id: hex('2'), agency: null, code: 'unknown-departure' },
  ])
  expect(await listed(await operatorOf('g:A'))).toEqual([])
})

test('[SY79] nobody else sees any of it', async () => {
  const conductor = await server.staff([{ agency: 'f:A', role: 'conductor' }])
  for (const who of [ona, conductor]) {
    expect(await who.api('/operator/conflicts')).toMatchObject({ status: 403, code: 'not-allowed' })
  }
  expect(await server.api('/operator/conflicts')).toMatchObject({ status: 401 })
})

test('a request that was never answered is refused as ever, and leaves nobody anything to settle', async () => {
  const before = (await listed(await operatorOf('f:A'))).length
  expect(await lost(hex('3'), { reissue: undefined })).toMatchObject({ status: 'refused' })
  expect(await listed(await operatorOf('f:A'))).toHaveLength(before)
})
