import { expect, test } from './fixtures.ts'
import { firstVisit } from './journeys.ts'

test('the browser’s own offer to install waits on the account page, opens its dialog once, and goes when it was taken', async ({
  phone,
}) => {
  const { page } = await phone()
  // The dialog itself is the browser's: here it is only counted.
  await page.addInitScript(() => {
    addEventListener('beforeinstallprompt', (event) => {
      Object.defineProperty(event, 'prompt', {
        value: () => {
          document.documentElement.dataset['asked'] = String(Number(document.documentElement.dataset['asked'] ?? 0) + 1)
          return Promise.resolve()
        },
      })
    })
  })
  await firstVisit(page)
  await page.goto('/account')
  const offer = page.getByRole('heading', { name: 'Install Wayfare' })
  await expect(offer).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(offer).toBeHidden()
  await expect(page.locator('html')).toHaveAttribute('data-asked', '1')

  await page.reload()
  await expect(offer).toBeVisible({ timeout: 20_000 })
  await page.evaluate(() => dispatchEvent(new Event('appinstalled')))
  await expect(offer).toBeHidden()
})
