import { type BrowserContext, expect, type Page } from '@playwright/test'
import { passengerPassword } from './story-data.ts'

/** Wait until the shell is kept by the service worker and the timetable is on the phone. */
export async function firstVisit(page: Page): Promise<void> {
  await page.goto('/')
  await expect(page.getByText(/Timetable good until/)).toBeVisible()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).length), { message: 'the shell is kept' })
    .toBeGreaterThan(0)
}

export async function register(page: Page, name: string): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`
  await page.goto('/register')
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('New password', { exact: true }).fill(passengerPassword)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page).not.toHaveURL(/register/)
  return email
}

export async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}

async function choosePlace(page: Page, field: 'From' | 'To', text: string, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${field}\\b`) }).click()
  const picker = page.getByRole('dialog')
  await picker.getByRole('combobox').fill(text)
  await picker
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .click()
  await expect(picker).toBeHidden()
}

/** Search from home and open the results. */
export async function search(
  page: Page,
  { from = 'Aldermoor', to = 'Castlemere', people = 1 }: { from?: string; to?: string; people?: number } = {},
): Promise<void> {
  await page.goto('/')
  await choosePlace(page, 'From', from.slice(0, 5), from)
  await choosePlace(page, 'To', to.slice(0, 5), to)
  for (let n = 1; n < people; n += 1) await page.getByRole('button', { name: 'One person more' }).click()
  await page.getByRole('button', { name: 'Find departures' }).click()
  await expect(page.getByRole('link', { name: /^Departure / }).first()).toBeVisible()
}

/** Open the n-th departure of the list. The first two may close for sale while we choose. */
export async function openDeparture(page: Page, n = 2): Promise<void> {
  await page
    .getByRole('link', { name: /^Departure / })
    .nth(n)
    .click()
  await page.getByRole('link', { name: /^Choose (a seat|\d seats)$/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Choose/ })).toBeVisible()
}

export async function chooseSeat(page: Page, label: string): Promise<void> {
  await page.getByRole('gridcell', { name: new RegExp(`Seat ${label},`) }).click()
}

export async function toCheckout(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Continue/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Check and confirm' })).toBeVisible()
}

/** A new passenger goes offline and asks for a seat that way: one request waits on the phone. @returns their email. */
export async function askOffline(
  { page, context }: { page: Page; context: BrowserContext },
  seat: string,
  nth = 2,
): Promise<string> {
  await firstVisit(page)
  const email = await register(page, 'Ruta Kazlauskaite')
  await context.setOffline(true)
  await search(page)
  await openDeparture(page, nth)
  await chooseSeat(page, seat)
  await toCheckout(page)
  await page.getByRole('button', { name: 'Ask when online' }).click()
  await expect(page.getByText('Waiting to send').first()).toBeVisible()
  return email
}
