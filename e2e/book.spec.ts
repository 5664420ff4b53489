import { must } from 'shared/base/result.ts'
import { expect, test } from './fixtures.ts'
import { askOffline, chooseSeat, firstVisit, openDeparture, register, search, toCheckout } from './journeys.ts'

test('a passenger finds a departure, picks two seats, confirms and has the tickets at once', async ({ phone }) => {
  const { page } = await phone()
  await firstVisit(page)
  await register(page, 'Ruta Kazlauskaite')
  await search(page, { people: 2 })
  await openDeparture(page)
  await chooseSeat(page, '4C')
  await chooseSeat(page, '4D')
  await toCheckout(page)
  await expect(page.getByText('€24').first()).toBeVisible()
  await page.getByLabel(/passenger 2/).fill('Jonas Petraitis')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Booked. Your tickets are on this phone.')).toBeVisible()
  await page.getByRole('link', { name: 'Show 2 tickets' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Ticket 1 of 2' })).toBeVisible()
  await expect(page.getByText('4C').first()).toBeVisible()
})

test('a request made offline waits visibly, is answered after reconnecting by itself, and becomes a ticket', async ({
  phone,
}) => {
  const { page, context } = await phone()
  await askOffline({ page, context }, '2A')
  await expect(page.getByText('Not a booking yet.')).toBeVisible()
  await page.reload()
  await expect(page.getByText('Waiting to send').first()).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Booked. Your ticket is on this phone.')).toBeVisible({ timeout: 20_000 })
})

test('[IN1] of two phones that ask for one seat exactly one gets it; the other is told why and what is free', async ({
  phone,
}) => {
  test.setTimeout(120_000)
  const phones = [await phone(), await phone()]
  for (const [i, { page, context }] of phones.entries()) {
    await firstVisit(page)
    await register(page, ['Ona Pirma', 'Petras Antras'][i] ?? '')
    await context.setOffline(true)
    await search(page)
    await openDeparture(page, 3)
    await chooseSeat(page, '1A')
    await page.getByRole('button', { name: /gone by then/ }).click()
    await page.getByRole('radio', { name: /Only this seat/ }).click()
    await page.keyboard.press('Escape')
    await toCheckout(page)
    await page.getByRole('button', { name: 'Ask when online' }).click()
    await expect(page.getByText('Waiting to send').first()).toBeVisible()
  }
  await Promise.all(phones.map(({ context }) => context.setOffline(false)))
  const outcomes = await Promise.all(
    phones.map(async ({ page }) => {
      const booked = page.getByText('Booked. Your ticket is on this phone.')
      const refused = page.getByText(/Seat 1A was sold before we could ask/)
      await expect(booked.or(refused).first()).toBeVisible({ timeout: 20_000 })
      return (await booked.isVisible()) ? 'booked' : 'refused'
    }),
  )
  expect(outcomes.toSorted()).toEqual(['booked', 'refused'])
  const loser = must(phones[outcomes.indexOf('refused')], 'the phone that was refused').page
  await expect(loser.getByText(/Still free/).first()).toBeVisible()
  await loser.getByRole('button', { name: /^Ask for / }).click()
  await expect(loser.getByText('Booked. Your ticket is on this phone.')).toBeVisible()
})

test('a confirmed unpaid booking is cancelled offline: it stands until the answer, then its ticket is dead', async ({
  phone,
}) => {
  const { page, context } = await phone()
  await firstVisit(page)
  await register(page, 'Ruta Kazlauskaite')
  await search(page)
  await openDeparture(page, 4)
  await chooseSeat(page, '5A')
  await toCheckout(page)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('Booked. Your ticket is on this phone.')).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Cancel booking' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click()
  await expect(page.getByText(/Still booked/)).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/You cancelled on/)).toBeVisible({ timeout: 20_000 })
})
