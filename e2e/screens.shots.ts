import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { must } from 'shared/base/result.ts'
import { chooseSeat, firstVisit, signIn } from './journeys.ts'
import { startProcess, stopProcess } from './process.ts'

const folder = join(import.meta.dirname, '../docs/screens')
const party = ['Rūta Kazlauskaitė', 'Jonas Petraitis']

/** The demo accounts as `npm start` writes them. */
function accounts(dataDir: string): Record<string, { email: string; password: string }> {
  const lines = readFileSync(join(dataDir, 'demo-accounts.txt'), 'utf8').split('\n')
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, role, email, password] = /^\s*(\w+)\s+(\S+@\S+)\s+(\S+)/.exec(line) ?? []
      return role && email && password ? [[role, { email, password }]] : []
    }),
  )
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(250)
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Tomorrow in the demo's zone, so that every picture shows a full day of departures. */
const tomorrow = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Vilnius' }).format(Date.now() + 86_400_000)

async function choosePlaces(page: Page, from: string, to: string): Promise<void> {
  for (const [field, text] of [
    ['From', from],
    ['To', to],
  ] as const) {
    await page.getByRole('button', { name: new RegExp(`^${field}\\b`) }).click()
    await page.getByRole('dialog').getByRole('combobox').fill(text)
    if (field === 'To') await shoot(page, 'place')
    await page.getByRole('dialog').getByRole('option').first().click()
  }
}

/** From the results of tomorrow to the seats of a departure. */
async function openSeats(page: Page, n: number): Promise<void> {
  await page.goto(page.url().replace(/date=[\d-]+/, `date=${tomorrow}`))
  const cards = page.getByRole('link', { name: /^Departure / })
  await expect(cards.first()).toBeVisible()
  await cards.nth(n).click()
  await expect(page.getByRole('link', { name: /^Choose/ })).toBeVisible()
}

async function freshPhone(newContext: () => Promise<BrowserContext>): Promise<Page> {
  const page = await (await newContext()).newPage()
  await firstVisit(page)
  return page
}

test('the pictures of the README', async ({ browser }) => {
  mkdirSync(folder, { recursive: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'wayfare-screens-'))
  const { child, url } = await startProcess(dataDir, { args: ['--demo'] })
  const { passenger, conductor, operator } = accounts(dataDir)
  const newContext = () => browser.newContext({ baseURL: url, locale: 'en-GB' })
  try {
    const page = await freshPhone(newContext)
    await signIn(page, must(passenger, 'demo passenger'))
    await page.goto('/')
    await choosePlaces(page, 'vilnus', 'klapeda')
    await page.getByRole('button', { name: 'One person more' }).click()
    await shoot(page, 'search')
    await page.getByRole('button', { name: 'Find departures' }).click()
    const results = page.url()
    await openSeats(page, 1)
    await shoot(page, 'departure')
    await page.goBack()
    await shoot(page, 'results')
    await page.goForward()
    await page.getByRole('link', { name: /^Choose/ }).click()
    await chooseSeat(page, '4C')
    await chooseSeat(page, '4D')
    await shoot(page, 'seats')
    await page.getByRole('button', { name: /^Continue/ }).click()
    await page.getByLabel(/passenger 1/).fill(must(party[0], 'name'))
    await page.getByLabel(/passenger 2/).fill(must(party[1], 'name'))
    await shoot(page, 'checkout')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await expect(page.getByText('Booked. Your tickets are on this phone.')).toBeVisible()
    await shoot(page, 'trip')
    await page.getByRole('link', { name: 'Show 2 tickets' }).click()
    await expect(page.getByRole('img', { name: /Ticket code/ }).first()).toBeVisible()
    await shoot(page, 'ticket')

    // Offline, somebody else's seats: a request that waits, then is refused.
    await page.goto(results)
    await page.context().setOffline(true)
    await openSeats(page, 1)
    await page.getByRole('link', { name: /^Choose/ }).click()
    await chooseSeat(page, '7A')
    await chooseSeat(page, '7B')
    await page.getByRole('button', { name: /gone by then/ }).click()
    await page.getByRole('radio', { name: /Only these seats/ }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Continue/ }).click()
    await page.getByLabel(/passenger 1/).fill(must(party[0], 'name'))
    await page.getByLabel(/passenger 2/).fill(must(party[1], 'name'))
    await page.getByRole('button', { name: 'Ask when online' }).click()
    await expect(page.getByText('Waiting to send').first()).toBeVisible()
    await page.goto('/trips')
    await shoot(page, 'waiting')
    const other = await freshPhone(newContext)
    await signIn(other, must(operator, 'demo operator'))
    await other.goto(results)
    await openSeats(other, 1)
    await other.getByRole('link', { name: /^Choose/ }).click()
    await chooseSeat(other, '7A')
    await chooseSeat(other, '7B')
    await other.getByRole('button', { name: /^Continue/ }).click()
    await other.getByLabel(/passenger 1/).fill('Ona Žemaitė')
    await other.getByLabel(/passenger 2/).fill('Petras Vaičiūnas')
    await other.getByRole('button', { name: 'Confirm' }).click()
    await expect(other.getByText('Booked. Your tickets are on this phone.')).toBeVisible()
    await other.goto('/operator')
    await other.getByLabel('Day').fill(tomorrow)
    await other.getByRole('switch', { name: 'Only departures with passengers' }).click()
    await expect(other.getByText('4 of 49')).toBeVisible({ timeout: 20_000 })
    await shoot(other, 'operator')
    await page.context().setOffline(false)
    await expect(page.getByText('Refused').first()).toBeVisible({ timeout: 20_000 })
    await expect(page.getByRole('status').filter({ hasText: 'Online' })).toBeHidden({ timeout: 20_000 })
    await shoot(page, 'refused')
    await page.goto('/account')
    await shoot(page, 'account')

    const staff = await freshPhone(newContext)
    await signIn(staff, must(conductor, 'demo conductor'))
    await staff.goto('/conductor')
    await expect(staff.getByRole('heading', { level: 1 })).toBeVisible()
    await shoot(staff, 'runs')
    const departure = /departures\/([^/]+)\/seats/.exec(other.url())?.[1]
    const id = departure ?? (await bookedDeparture(other))
    await staff.goto(`/conductor/${id}`)
    await expect(staff.getByText('Rūta K.')).toBeVisible()
    await shoot(staff, 'manifest')
    await staff.getByRole('button', { name: /4C, Rūta K\./ }).click()
    await shoot(staff, 'rider')
    const reference = await staff.getByRole('dialog').locator('dt:has-text("Reference") + dd').innerText()
    await staff.goto(`/conductor/${id}/scan`)
    await staff.getByRole('button', { name: 'Type a reference' }).click()
    await staff.getByRole('dialog').getByRole('textbox').fill(reference)
    await staff.getByRole('dialog').getByText('Rūta K.').first().click()
    await expect(staff.getByRole('dialog', { name: 'Check' })).toBeVisible()
    await shoot(staff, 'verdict')
  } finally {
    await stopProcess(child, 'SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
})

/** The departure of the other phone's trip, as its page links it. */
async function bookedDeparture(page: Page): Promise<string> {
  await page.goto('/trips')
  await page.getByRole('link').filter({ hasText: 'Klaip' }).first().click()
  const href = await page.getByRole('link', { name: 'About this departure' }).getAttribute('href')
  return must(/departures\/([^/?]+)/.exec(href ?? '')?.[1], 'departure of the trip')
}
