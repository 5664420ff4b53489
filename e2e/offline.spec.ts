import { departures } from './api.ts'
import { expect, test } from './fixtures.ts'
import { firstVisit, register, search, signIn } from './journeys.ts'
import { staff } from './story-data.ts'

test('a guest finds departures without a network after the first visit', async ({ phone }) => {
  const guest = await phone()
  await firstVisit(guest.page)
  await guest.reopen({ offline: true })
  await search(guest.page)
  await expect(guest.page.getByRole('button', { name: 'Offline' })).toBeVisible()
  await guest.page
    .getByRole('link', { name: /^Departure / })
    .filter({ hasText: 'via Brightwell' })
    .nth(2)
    .click()
  await expect(guest.page.getByText('Brightwell')).toBeVisible()
  await expect(guest.page.getByText('Seats not known yet')).toBeVisible()
})

test('every screen of a passenger opens from a cold start without a network', async ({ phone, server }) => {
  const ride = (await departures(server.url, 'moor:A', 'moor:C', 1))[0]
  const id = encodeURIComponent(ride?.id ?? '')
  const passenger = await phone()
  await firstVisit(passenger.page)
  await register(passenger.page, 'Ruta Kazlauskaite')
  await passenger.reopen({ offline: true })
  const screens: [string, RegExp][] = [
    ['/', /Where to\?/],
    [`/departures/${id}?board=0&alight=1&n=1`, /to Brightwell/],
    [`/departures/${id}/seats?board=0&alight=1&n=1`, /Choose a seat/],
    ['/checkout', /Check and confirm/],
    ['/trips', /Trips/],
    ['/tickets', /Tickets/],
    ['/account', /Account/],
    ['/offline', /offline/i],
    ['/sign-in', /Sign in/],
    ['/register', /Create an account/],
  ]
  for (const [path, title] of screens) {
    await passenger.page.goto(path)
    await expect(passenger.page.getByRole('heading', { level: 1, name: title }), path).toBeVisible()
  }
})

test('every screen of a conductor opens from a cold start without a network', async ({ phone, server }) => {
  const ride = (await departures(server.url, 'moor:A', 'moor:C'))[0]
  const conductor = await phone()
  await firstVisit(conductor.page)
  await signIn(conductor.page, staff.conductor)
  const departure = `/conductor/${encodeURIComponent(ride?.id ?? '')}`
  await conductor.page.goto(departure)
  await expect(conductor.page.getByText(/List synced/)).toBeVisible()
  await conductor.reopen({ offline: true, path: '/conductor' })
  const { page } = conductor
  await expect(page.getByRole('heading', { level: 1, name: 'Departures' })).toBeVisible()
  await page.goto(departure)
  await expect(page.getByText(/List synced/)).toBeVisible()
  await page.goto(`${departure}/scan`)
  await expect(page.getByRole('heading', { level: 1, name: 'Scan tickets' })).toBeAttached()
  await expect(page.getByRole('button', { name: 'Type a reference' })).toBeVisible()
})
