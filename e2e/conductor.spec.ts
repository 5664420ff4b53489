import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { must } from 'shared/base/result.ts'
import { encodeTicket, kidOf, parseTicket } from 'shared/tickets/codec.ts'
import { book, cancel, departures, type Found, newPassenger } from './api.ts'
import { expect, test } from './fixtures.ts'
import { staff } from './story-data.ts'
import { writeFilm } from './film.ts'
import { firstVisit, signIn } from './journeys.ts'

/** The next departure that is still on sale and whose boarding has opened. */
async function soon(server: string): Promise<[Found, Found]> {
  const all = (await departures(server, 'moor:A', 'moor:C')).filter(({ id }) => id.includes('T10@'))
  const i = all.findIndex(({ board }) => Date.parse(board.at) > Date.now() + 6 * 60_000)
  return [must(all[i], 'a departure soon'), must(all[i + 1], 'the one after it')]
}

/** The same claims under a signature that is none, of the ticket's own key or of another. */
function forge(text: string, key?: string): string {
  const { claims, kid } = must(parseTicket(text), 'ticket')
  return encodeTicket({ ...claims, seat: '1D' }, key ?? kid, new Uint8Array(64).fill(7))
}

/** Show the camera's film until each of these sentences has been a verdict, answering each as a conductor would. */
async function scanUntilSeen(page: Page, wanted: readonly RegExp[]): Promise<void> {
  const missing = new Set(wanted)
  await expect(async () => {
    const verdict = page.getByRole('dialog', { name: /^(Board|Check|Stop)$/ })
    await verdict.waitFor({ timeout: 8_000 })
    const text = await verdict.innerText()
    for (const sentence of missing) if (sentence.test(text)) missing.delete(sentence)
    const collect = verdict.getByRole('button', { name: /^Collected/ })
    const next = verdict.getByRole('button', { name: /^(Next scan|Do not board)$/ })
    await ((await collect.isVisible()) ? collect : next).first().click({ timeout: 2_000 })
    expect([...missing]).toEqual([])
  }).toPass({ timeout: 100_000 })
}

test('[TK31] a conductor tells good, boarded, wrong, cancelled and forged tickets apart without a network, and no scan is lost', async ({
  phone,
  server,
}) => {
  test.setTimeout(150_000)
  const [departure, later] = await soon(server.url)
  const [tomorrow] = await departures(server.url, 'moor:A', 'moor:D', 1)
  const ona = await newPassenger(server.url, 'Ona Pirma')
  const jonas = await newPassenger(server.url, 'Jonas Petraitis')
  const good = await book(server.url, ona, departure, 'Ona Pirma', '4C')
  const wrong = await book(server.url, jonas, later, 'Jonas Petraitis', '5A')
  const cancelled = await book(server.url, jonas, departure, 'Jonas Petraitis', '7A')
  await cancel(server.url, jonas, cancelled.booking)
  const otherDay = await book(server.url, jonas, must(tomorrow, 'a departure tomorrow'), 'Jonas Petraitis', '6A')

  const folder = mkdtempSync(join(tmpdir(), 'wayfare-film-'))
  const film = writeFilm(join(folder, 'scan.y4m'), [
    { text: good.text, seconds: 3 },
    { text: null, seconds: 1 },
    { text: wrong.text, seconds: 3 },
    { text: null, seconds: 1 },
    { text: forge(good.text), seconds: 3 },
    { text: null, seconds: 1 },
    { text: forge(good.text, kidOf(999)), seconds: 3 },
    { text: null, seconds: 1 },
    { text: cancelled.text, seconds: 3 },
    { text: null, seconds: 1 },
    { text: otherDay.text, seconds: 3 },
    { text: null, seconds: 1 },
  ])
  const conductor = await phone({ film })
  await firstVisit(conductor.page)
  await signIn(conductor.page, staff.conductor)
  await conductor.page.goto(`/conductor/${encodeURIComponent(departure.id)}`)
  await expect(conductor.page.getByText('Ona P.')).toBeVisible()

  await conductor.reopen({ offline: true, path: `/conductor/${encodeURIComponent(departure.id)}` })
  const { page, context } = conductor
  await expect(page.getByText('Ona P.')).toBeVisible()
  await page.getByRole('link', { name: 'Scan tickets' }).click()
  await scanUntilSeen(page, [
    /Collect €12, then confirm/,
    /Already boarded at/,
    /Ticket is for the \d\d:\d\d/,
    /Signature is false/,
    /does not know the key/,
    /Cancelled on/,
    /Ticket is for tomorrow/,
  ])
  await page.goto(`/conductor/${encodeURIComponent(departure.id)}`)
  await expect(page.getByText(/\d scans? waiting/)).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText(/\d scans? waiting/)).toBeHidden({ timeout: 20_000 })
  rmSync(folder, { recursive: true })

  await expect
    .poll(() => boardedCount(server.url, departure.id), { message: 'the server counts who boarded', timeout: 20_000 })
    .toBe(1)
})

async function boardedCount(url: string, departure: string): Promise<number> {
  const login = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(staff.operator),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const day = departure.replace(/^.*@(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3')
  const answer = await fetch(`${url}/api/operator/departures?day=${day}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  const { departures: all } = (await answer.json()) as { departures: { id: string; boarded: number }[] }
  return all.find(({ id }) => id === departure)?.boarded ?? 0
}

test('a reference is typed when the camera fails, and a boarding is undone', async ({ phone, server }) => {
  const [departure] = await soon(server.url)
  const ona = await newPassenger(server.url, 'Ona Pirma')
  const ticket = await book(server.url, ona, departure, 'Ona Pirma', '4C')
  const { page } = await phone()
  await firstVisit(page)
  await signIn(page, staff.conductor)
  await page.goto(`/conductor/${encodeURIComponent(departure.id)}`)
  await expect(page.getByText('Ona P.')).toBeVisible()
  await page.getByRole('link', { name: 'Scan tickets' }).click()
  await page.getByRole('button', { name: 'Type a reference' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(ticket.reference)
  await page.getByRole('dialog').getByRole('button', { name: 'Check' }).click()
  await page.getByRole('button', { name: /^Collected/ }).click()
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await page.goto(`/conductor/${encodeURIComponent(departure.id)}`)
  await expect(page.getByRole('button', { name: /4C, Ona P\., not boarded/ })).toBeVisible()
})
