import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { expect, test } from './fixtures.ts'
import { askOffline } from './journeys.ts'
import { passengerPassword } from './story-data.ts'

test('a new version is offered, is taken only when the person says so, and loses no request', async ({
  phone,
  server,
}) => {
  const { page, context } = await phone()
  await askOffline({ page, context }, '2A')

  const app = mkdtempSync(join(tmpdir(), 'wayfare-app-'))
  cpSync(join(import.meta.dirname, '../pwa/dist'), app, { recursive: true })
  appendFileSync(join(app, 'service-worker.js'), '\n// the next version\n')
  for (const packed of ['br', 'gz']) rmSync(join(app, `service-worker.js.${packed}`), { force: true })
  await server.kill()
  await server.start({ STATIC_DIR: app })

  await context.setOffline(false)
  await page.goto('/trips')
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())
  await expect(page.getByText('A new version is ready.')).toBeVisible({ timeout: 20_000 })
  const before = await page.evaluate(() => performance.timeOrigin)
  await page.getByRole('button', { name: 'Restart' }).click()
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before)).not.toBe(before)
  await expect(page.getByText('A new version is ready.')).toBeHidden()
  await expect(page.getByText(/Ticket on this phone/)).toBeVisible({ timeout: 20_000 })
  rmSync(app, { recursive: true })
})

test('a request is sent after the app was closed, by the worker alone, as soon as there is a network', async ({
  phone,
  server,
}) => {
  const { page, context } = await phone()
  const email = await askOffline({ page, context }, '2A')
  const blank = await context.newPage()
  await page.close()
  await context.setOffline(false)
  await expect
    .poll(() => bookingsOf(server.url, email), { message: 'the server has the booking', timeout: 30_000 })
    .toBe(1)
  await blank.close()
})

async function bookingsOf(url: string, email: string): Promise<number> {
  const login = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: passengerPassword }),
  })
  const { accessToken } = z.object({ accessToken: z.string() }).parse(await login.json())
  const answer = await fetch(`${url}/api/bookings`, { headers: { authorization: `Bearer ${accessToken}` } })
  return z.object({ bookings: z.array(z.unknown()) }).parse(await answer.json()).bookings.length
}
