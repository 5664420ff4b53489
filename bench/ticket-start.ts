/**
 * Cold start to ticket without a network: the browser is closed, opened again offline on the same profile with the processor
 * slowed down four times, and sent to a ticket. The time runs from the navigation until the code is painted, on the page's own
 * clock. Aim: 1 s. Needs a build and a Chromium.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { installedChromium } from '../e2e/chromium.ts'
import { storyZone } from '../e2e/feed.ts'
import { firstVisit, openDeparture, register, search, toCheckout } from '../e2e/journeys.ts'
import { makeStoryData } from '../e2e/story-data.ts'
import { startProcess, stopProcess } from '../e2e/process.ts'
import { figures } from './report.ts'

const rounds = 7
const folder = mkdtempSync(join(tmpdir(), 'wayfare-bench-'))
const { child, url } = await startProcess(makeStoryData(folder))
const launch = () =>
  chromium.launchPersistentContext(join(folder, 'profile'), {
    ...installedChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
    baseURL: url,
    viewport: { width: 390, height: 844 },
    isMobile: true,
    locale: 'en-GB',
    timezoneId: storyZone(),
  })

/** Book a seat and return the path of its ticket. */
async function bookOne(page: Page): Promise<string> {
  await firstVisit(page)
  await register(page, 'Ruta Kazlauskaite')
  await search(page)
  await openDeparture(page)
  await page.getByRole('gridcell', { name: /Seat 4C,/ }).click()
  await toCheckout(page)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('link', { name: 'Show ticket' }).click()
  await page.getByRole('img', { name: /Ticket code/ }).waitFor()
  return new URL(page.url()).pathname
}

/** As text: the compiler's helpers do not exist in the page. Looks at every frame; done when the frame with the code is painted. */
const untilPainted = `new Promise((resolve) => {
  const look = () => {
    if (!document.querySelector('[role=img][aria-label^="Ticket code"]')) return requestAnimationFrame(look)
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
  }
  look()
})`

async function coldStart(path: string, slowdown: number): Promise<number> {
  const context = await launch()
  await context.setOffline(true)
  const page = context.pages()[0] ?? (await context.newPage())
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.goto(path, { waitUntil: 'commit' })
  const took: number = await page.evaluate(untilPainted)
  await context.close()
  return took
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

try {
  const first = await launch()
  const path = await bookOne(first.pages()[0] ?? (await first.newPage()))
  await first.close()
  const plain: number[] = []
  const slow: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    plain.push(await coldStart(path, 1))
    slow.push(await coldStart(path, 4))
  }
  figures('ticket-start', [
    { figure: 'cold start to ticket, offline, median', value: Math.round(median(plain)), unit: 'ms' },
    { figure: 'the same at 4x CPU slow-down, median', value: Math.round(median(slow)), unit: 'ms', aim: '<= 1000' },
    { figure: 'the same at 4x, worst', value: Math.round(Math.max(...slow)), unit: 'ms' },
  ])
} finally {
  await stopProcess(child, 'SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
