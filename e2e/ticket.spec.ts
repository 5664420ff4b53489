import jsQR from 'jsqr'
import { PNG } from 'pngjs'
import { expect, test } from './fixtures.ts'
import { chooseSeat, firstVisit, openDeparture, register, search, toCheckout } from './journeys.ts'

test('a ticket opens offline after the browser was closed, and another decoder reads its code', async ({ phone }) => {
  const traveller = await phone()
  await firstVisit(traveller.page)
  await register(traveller.page, 'Ruta Kazlauskaite')
  await search(traveller.page)
  await openDeparture(traveller.page)
  await chooseSeat(traveller.page, '3A')
  await toCheckout(traveller.page)
  await traveller.page.getByRole('button', { name: 'Confirm' }).click()
  await expect(traveller.page.getByText('Booked. Your ticket is on this phone.')).toBeVisible()

  await traveller.reopen({ offline: true })
  const { page } = traveller
  await page.getByRole('link', { name: 'Tickets' }).click()
  await page
    .getByRole('link', { name: /seat 3A/i })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: 'Ticket' })).toBeVisible()
  const code = page.getByRole('img', { name: /Ticket code of/ })
  await expect(code).toBeVisible()
  const { data, width, height } = PNG.sync.read(await code.screenshot())
  const read = jsQR(new Uint8ClampedArray(data), width, height)
  expect(read?.data).toMatch(/^BT1:/)
  await expect(page.getByText('Aldermoor').first()).toBeVisible()
  await expect(page.getByText('3A').first()).toBeVisible()
})
