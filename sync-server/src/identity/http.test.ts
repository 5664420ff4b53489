import { afterAll, beforeAll, expect, test } from 'vitest'
import { person, sessionAnswer } from 'shared/identity/account.ts'
import { z } from 'zod'
import { type Answer, startTestServer, testPassword, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const minute = 60_000
const login = (email: string, password = testPassword) => server.api('/auth/login', { body: { email, password } })
const refresh = (cookie: string | undefined) =>
  server.api('/auth/refresh', { method: 'POST', ...(cookie && { headers: { cookie } }) })
const account = z.object({ account: person })

test('[ID1] a new person is a passenger, and is told the own profile', async () => {
  const ona = await server.register({ name: 'Ona Žalia', phone: '+370 600 00000' })
  const answer = await ona.api('/auth/me')
  expect(answer.status).toBe(200)
  expect(answer.read(account).account).toEqual({
    id: ona.id,
    email: ona.email,
    name: 'Ona Žalia',
    phone: '+370 600 00000',
    roles: ['passenger'],
    memberships: [],
  })
})

test('[ID4] one email address has one account, however its letters are written', async () => {
  const first = await server.register({ email: 'Twice@Example.org' })
  const second = await server.api('/auth/register', {
    body: { email: 'tWICE@example.ORG', password: testPassword, name: 'Other' },
  })
  expect([second.status, second.code]).toEqual([409, 'email-taken'])
  expect(sessionAnswer.parse((await login('twice@example.org')).body).account.id).toBe(first.id)
})

test('[ID5] a password that guessers try first is refused, with the field it stands in', async () => {
  const body = { email: 'new@example.org', password: 'Password123', name: 'New' }
  const answer = await server.api('/auth/register', { body })
  expect([answer.status, answer.code]).toEqual([422, 'guessable-password'])
  expect(answer.body).toMatchObject({ issues: [{ path: 'password' }] })
})

test('[ID6] a wrong password and an unknown address get the same answer', async () => {
  const { email } = await server.register()
  const wrong = await login(email, 'another password')
  const unknown = await login('nobody@example.org')
  expect([wrong.status, wrong.code]).toEqual([401, 'wrong-credentials'])
  expect(unknown.body).toEqual(wrong.body)
})

test('[ID3] what bcrypt would cut off is not a password that fits', async () => {
  const { email } = await server.register({ password: `heron kettle ${'m'.repeat(59)}` })
  expect((await login(email, `heron kettle ${'m'.repeat(59)}`)).status).toBe(200)
  expect((await login(email, `heron kettle ${'m'.repeat(59)}m`)).status).toBe(401)
})

test('[ID8] a refresh token is a cookie no script can read and no other site can send', async () => {
  const { email } = await server.register()
  const answer = await login(email)
  const cookie = answer.headers.getSetCookie()[0]
  expect(cookie).toMatch(
    /^wayfare-refresh=[0-9a-f]{32}\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
  )
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(JSON.stringify(answer.body)).not.toContain(answer.cookie?.split('=')[1])
})

test('[ID9] each use of a refresh token gives the next one', async () => {
  const { cookie, id } = await server.register()
  const second = await refresh(cookie)
  expect(second.read(sessionAnswer).account.id).toBe(id)
  expect(second.cookie).not.toBe(cookie)
  const third = await refresh(second.cookie)
  expect(third.status).toBe(200)
  expect(third.cookie).not.toBe(second.cookie)
})

const tokenOf = (answer: Answer) => answer.read(sessionAnswer).accessToken

test('[ID9] when answers are lost, the token before gives the same successor until that was used', async () => {
  const { cookie } = await server.register()
  const lost = await refresh(cookie)
  server.clock.now += 3 * 24 * 60 * minute
  const lostAgain = await refresh(cookie)
  server.clock.now += 2 * minute
  const arrived = await refresh(cookie)
  expect([lostAgain.cookie, arrived.cookie]).toEqual([lost.cookie, lost.cookie])
  expect((await server.api('/auth/me', { token: tokenOf(arrived) })).status).toBe(200)
  expect((await refresh(arrived.cookie)).status).toBe(200)
})

test('[ID9] a successor that was used leaves the token before it a minute, for those who asked at the same time', async () => {
  const { cookie, token } = await server.register()
  const second = await refresh(cookie)
  server.clock.now += 5 * minute
  // An access token from before says nothing of the successor.
  expect((await server.api('/auth/me', { token })).status).toBe(200)
  expect((await server.api('/auth/me', { token: tokenOf(second) })).status).toBe(200)
  server.clock.now += minute - 1000
  expect((await server.api('/auth/me', { token: tokenOf(second) })).status).toBe(200)
  expect((await refresh(cookie)).cookie).toBe(second.cookie)
  server.clock.now += 2000
  expect((await refresh(cookie)).code).toBe('no-session')
  expect((await refresh(second.cookie)).status).toBe(401)
})

test('[ID9] two tabs that renew at once end with the same token', async () => {
  const { cookie } = await server.register()
  const [one, two] = await Promise.all([refresh(cookie), refresh(cookie)])
  expect([one.status, two.status]).toEqual([200, 200])
  expect(one.cookie).toBe(two.cookie)
})

test('[ID10] an older token ends the whole family: it was copied', async () => {
  const { cookie, api } = await server.register()
  const second = await refresh(cookie)
  const third = await refresh(second.cookie)
  const stolen = await refresh(cookie)
  expect([stolen.status, stolen.code]).toEqual([401, 'no-session'])
  expect(stolen.headers.getSetCookie()[0]).toContain('Max-Age=0')
  expect((await refresh(third.cookie)).status).toBe(401)
  expect((await api('/auth/me')).code).toBe('session-ended')
})

test('[ID10] a copy and its owner who take turns are found out: whose successor is used ends the other’s', async () => {
  const { cookie } = await server.register()
  const thief = await refresh(cookie)
  expect((await server.api('/auth/me', { token: tokenOf(thief) })).status).toBe(200)
  server.clock.now += 9 * minute
  const owner = await refresh(cookie)
  expect(owner.status).toBe(401)
  expect((await refresh(thief.cookie)).status).toBe(401)
  expect((await server.api('/auth/me', { token: tokenOf(thief) })).code).toBe('session-ended')
})

test('[ID11] a session unused for 30 days ends, and no session lasts longer than 90', async () => {
  const day = 24 * 60 * minute
  const idle = await server.register()
  const used = await server.register()
  let { cookie } = await refresh(used.cookie)
  server.clock.now += 29 * day
  ;({ cookie } = await refresh(cookie))
  server.clock.now += 2 * day
  expect((await refresh(idle.cookie)).status).toBe(401)
  for (const days of [20, 20, 18]) {
    server.clock.now += days * day
    const next = await refresh(cookie)
    expect(next.status).toBe(200)
    cookie = next.cookie
  }
  server.clock.now += 2 * day
  expect((await refresh(cookie)).status).toBe(401)
})

test('[ID12] signing out ends the session at once: its access token too', async () => {
  const ona = await server.register()
  const out = await server.api('/auth/logout', { method: 'POST', headers: { cookie: ona.cookie } })
  expect(out.status).toBe(204)
  expect((await ona.api('/auth/me')).code).toBe('session-ended')
  expect((await refresh(ona.cookie)).status).toBe(401)
})

test('[ID12] signing out twice, or without a session, is harmless', async () => {
  const ona = await server.register()
  for (const headers of [
    { cookie: ona.cookie },
    { cookie: ona.cookie },
    { cookie: 'wayfare-refresh=broken' },
    undefined,
  ]) {
    expect((await server.api('/auth/logout', { method: 'POST', ...(headers && { headers }) })).status).toBe(204)
  }
})

test('[ID12] signing out of one phone leaves the other signed in', async () => {
  const ona = await server.register()
  const other = await login(ona.email)
  await ona.api('/auth/logout', { method: 'POST' })
  expect((await refresh(other.cookie)).status).toBe(200)
})

test('[ID8] a page of another site cannot begin, renew or end a session', async () => {
  const ona = await server.register()
  const headers = { cookie: ona.cookie, origin: 'https://elsewhere.example' }
  for (const path of ['/auth/refresh', '/auth/logout', '/auth/login', '/auth/register']) {
    const body = { email: ona.email, password: testPassword, ...(path.endsWith('register') && { name: 'Ona' }) }
    const answer = await server.api(path, { method: 'POST', headers, body })
    expect([path, answer.status, answer.code]).toEqual([path, 403, 'wrong-origin'])
  }
  expect(
    (await server.api('/auth/refresh', { method: 'POST', headers: { cookie: ona.cookie, origin: server.url } })).status,
  ).toBe(200)
})

test('[ID2] a role given or taken counts from the next request on', async () => {
  const staff = await server.staff([{ agency: 'demo:coast', role: 'conductor' }])
  expect(staff.roles).toEqual(['passenger', 'conductor'])
  const { deleteMemberships } = await import('./store.ts')
  await server.context.db.transact((tx) => tx.run(deleteMemberships, { account: staff.id }))
  expect((await staff.api('/auth/me')).read(account).account.roles).toEqual(['passenger'])
})

test('a person changes name and telephone number, and nothing else', async () => {
  const ona = await server.register({ phone: '+370 600 00000' })
  const changed = await ona.api('/users/me', { method: 'PATCH', body: { name: 'Ona R.' } })
  expect(changed.read(account).account).toMatchObject({ name: 'Ona R.', phone: '+370 600 00000' })
  await ona.api('/users/me', { method: 'PATCH', body: { phone: null } })
  expect((await ona.api('/users/me')).read(account).account.phone).toBeUndefined()
  const refused = await ona.api('/users/me', { method: 'PATCH', body: { roles: ['operator'] } })
  expect([refused.status, refused.code]).toEqual([422, 'invalid'])
})

test('no password, token, name or email address reaches the log', async () => {
  const ona = await server.register({ name: 'Logged Person', email: 'logged@example.org' })
  await login(ona.email, 'wrong password here')
  await server.api('/auth/login', { body: '{"email":"logged@example.org", broken' })
  const log = server.logged.join('')
  for (const secret of [
    testPassword,
    'wrong password here',
    ona.token,
    ona.cookie,
    'Logged Person',
    'logged@example.org',
  ])
    expect(log).not.toContain(secret)
  expect(log).toContain('sign-in.failed')
})
