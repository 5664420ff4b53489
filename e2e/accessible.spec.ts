import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { departures, newPassenger, book } from './api.ts'
import { expect, test } from './fixtures.ts'
import { staff } from './story-data.ts'
import { chooseSeat, firstVisit, openDeparture, register, search, signIn, toCheckout } from './journeys.ts'

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * No violation of WCAG 2.2 AA, and nothing that scrolls sideways at 320 px. The screen is as tall as the page meanwhile:
 * what a bar covers until one scrolls is not smaller for that.
 */
async function inspect(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: 390, height: Math.max(844, height) })
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((n) => n.html).join('\n  ')}`)
  expect(found, `${name} has no violation`).toEqual([])
  await page.setViewportSize({ width: 320, height: 640 })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, `${name} does not scroll sideways at 320 px`).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 390, height: 844 })
}

for (const dark of [false, true]) {
  test(`every passenger screen is accessible in the ${dark ? 'dark' : 'light'} theme`, async ({ phone }) => {
    test.setTimeout(150_000)
    const { page } = await phone({ dark })
    await firstVisit(page)
    await inspect(page, 'search')
    await page.getByRole('button', { name: /^From/ }).click()
    await page.getByRole('combobox').fill('Aldemor')
    await expect(page.getByRole('option').first()).toBeVisible()
    await inspect(page, 'place picker')
    await page.goto('/')
    await page.goto('/trips')
    await inspect(page, 'trips, signed out')
    await page.goto('/sign-in')
    await inspect(page, 'sign in')
    await page.goto('/register')
    await inspect(page, 'register')
    await register(page, 'Aleksandra Konstantinopoulou Wojciechowska')
    await search(page, { people: 2 })
    await inspect(page, 'results')
    await page
      .getByRole('link', { name: /^Departure / })
      .nth(1)
      .click()
    await inspect(page, 'departure')
    await page.goBack()
    await openDeparture(page)
    await chooseSeat(page, '4C')
    await chooseSeat(page, '4D')
    await inspect(page, 'seats')
    await toCheckout(page)
    await page.getByLabel(/passenger 2/).fill('Jonas Petraitis')
    await inspect(page, 'checkout')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByText('Booked. Your tickets are on this phone.')).toBeVisible()
    await inspect(page, 'trip')
    await page.getByRole('button', { name: 'Cancel booking' }).click()
    await inspect(page, 'cancel a booking')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByRole('link', { name: 'Show 2 tickets' }).click()
    await expect(page.getByRole('heading', { level: 1, name: /Ticket/ })).toBeVisible()
    await inspect(page, 'ticket')
    for (const path of ['/trips', '/tickets', '/account', '/offline', '/nowhere']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await inspect(page, path)
    }
  })

  test(`what waits, what was refused and the sheets are accessible in the ${dark ? 'dark' : 'light'} theme`, async ({
    phone,
    server,
  }) => {
    test.setTimeout(150_000)
    const { page, context } = await phone({ dark })
    await firstVisit(page)
    await register(page, 'Ruta Kazlauskaite')
    await context.setOffline(true)
    await search(page)
    await inspect(page, 'results offline')
    await openDeparture(page, 4)
    await chooseSeat(page, '1A')
    await page.getByRole('button', { name: /gone by then/ }).click()
    await inspect(page, 'fallbacks')
    await page.getByRole('radio', { name: /Only this seat/ }).click()
    await page.keyboard.press('Escape')
    await toCheckout(page)
    await inspect(page, 'checkout offline')
    await page.getByRole('button', { name: 'Ask when online' }).click()
    await expect(page.getByText('Waiting to send').first()).toBeVisible()
    await inspect(page, 'a request that waits')
    const ride = await page.getByRole('heading', { level: 1 }).evaluate(() => location.pathname)
    await page.getByRole('button', { name: 'Cancel request' }).click()
    await inspect(page, 'withdraw a request')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Offline' }).click()
    await inspect(page, 'the queue')
    await page.keyboard.press('Escape')
    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await inspect(page, 'sign out with a queue')
    await page.keyboard.press('Escape')

    const all = await departures(server.url, 'moor:A', 'moor:C')
    const open = all.filter(({ board }) => Date.parse(board.at) > Date.now() + 6 * 60_000)
    // Whichever of the next departures it was: somebody else takes the seat there.
    for (const each of open.slice(0, 8)) {
      await book(server.url, await newPassenger(server.url, 'Ona Pirma'), each, 'Ona Pirma', '1A')
    }
    await context.setOffline(false)
    await page.goto(ride)
    await expect(page.getByText('Refused').first()).toBeVisible({ timeout: 20_000 })
    await inspect(page, 'a refusal')
    await page.goto('/trips')
    await expect(page.getByText('Refused').first()).toBeVisible()
    await inspect(page, 'trips with a refusal')
  })

  test(`every screen of staff is accessible in the ${dark ? 'dark' : 'light'} theme`, async ({ phone, server }) => {
    test.setTimeout(120_000)
    const ona = await newPassenger(server.url, 'Ona Pirma')
    const ride = (await departures(server.url, 'moor:A', 'moor:C')).find(
      ({ board }) => Date.parse(board.at) > Date.now() + 6 * 60_000,
    )
    if (!ride) throw new Error('No departure is left today')
    const ticket = await book(server.url, ona, ride, 'Ona Pirma', '4C')
    const { page } = await phone({ dark })
    await firstVisit(page)
    await signIn(page, staff.conductor)
    await page.goto('/conductor')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await inspect(page, 'departures of a conductor')
    await page.goto(`/conductor/${encodeURIComponent(ride.id)}`)
    await expect(page.getByText('Ona P.')).toBeVisible()
    await inspect(page, 'manifest')
    await page.getByRole('link', { name: 'Scan tickets' }).click()
    await inspect(page, 'scan')
    await page.getByRole('button', { name: 'Type a reference' }).click()
    await inspect(page, 'type a reference')
    await page.getByRole('dialog').getByRole('textbox').fill(ticket.reference)
    await page.getByRole('dialog').getByRole('button', { name: 'Check' }).click()
    await expect(page.getByRole('button', { name: /^Collected/ })).toBeVisible()
    await inspect(page, 'verdict')
    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click()
    await signIn(page, staff.operator)
    await page.goto('/operator')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await inspect(page, 'departures of an operator')
    await page.goto('/operator/imports')
    await inspect(page, 'imports')
  })
}
