import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page, test as base } from '@playwright/test'
import { installedChromium } from './chromium.ts'
import { storyZone } from './feed.ts'
import { startProcess, stopProcess } from './process.ts'
import { makeStoryData } from './story-data.ts'

/** A real server process on a folder of its own. */
export interface Server {
  readonly url: string
  readonly dataDir: string
  /** Stop the process, as a power cut would. */
  kill(): Promise<void>
  /** Start it again on the same folder and port, with other settings if need be. */
  start(env?: Readonly<Record<string, string>>): Promise<void>
}

/** One person's phone: a browser profile that survives closing. */
export interface Phone {
  readonly page: Page
  readonly context: BrowserContext
  /** Close the browser and open it again on the same profile, offline if it was so said. */
  reopen(options?: { offline?: boolean; path?: string }): Promise<void>
}

export interface PhoneOptions {
  readonly dark?: boolean
  /** A .y4m film that the camera shows. */
  readonly film?: string
}

export const test = base.extend<
  { server: Server; phone: (options?: PhoneOptions) => Promise<Phone>; unexpected: string[] },
  { template: string }
>({
  template: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'wayfare-stories-'))
      await use(makeStoryData(folder))
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  server: async ({ template }, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'wayfare-story-'))
    cpSync(template, dataDir, { recursive: true })
    let { child, url } = await startProcess(dataDir)
    await use({
      url,
      dataDir,
      kill: () => stopProcess(child, 'SIGKILL'),
      async start(env = {}) {
        const again = await startProcess(dataDir, { port: Number(new URL(url).port), env })
        child = again.child
        url = again.url
      },
    })
    await stopProcess(child, 'SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  },

  /** What a page logged as an error without being told to: a story fails on it. */
  unexpected: [
    async ({}, use) => {
      const errors: string[] = []
      await use(errors)
      if (errors.length > 0) throw new Error(`Unexpected errors in the console:\n${errors.join('\n')}`)
    },
    { auto: true },
  ],

  phone: async ({ server, unexpected }, use) => {
    const open: { context: BrowserContext; profile: string }[] = []
    await use(async (options = {}) => {
      const profile = mkdtempSync(join(tmpdir(), 'wayfare-phone-'))
      const launch = async () => {
        const context = await chromium.launchPersistentContext(profile, {
          ...installedChromium(),
          args: [
            '--no-sandbox',
            '--disable-background-networking',
            '--disable-component-update',
            '--no-first-run',
            ...(options.film
              ? [
                  '--use-fake-ui-for-media-stream',
                  '--use-fake-device-for-media-stream',
                  `--use-file-for-fake-video-capture=${options.film}`,
                ]
              : []),
          ],
          baseURL: server.url,
          viewport: { width: 390, height: 844 },
          deviceScaleFactor: 2,
          isMobile: true,
          hasTouch: true,
          locale: 'en-GB',
          timezoneId: storyZone(),
          colorScheme: options.dark ? 'dark' : 'light',
          ...(options.film ? { permissions: ['camera'] } : {}),
        })
        const page = context.pages()[0] ?? (await context.newPage())
        page.on('pageerror', (error) => unexpected.push(String(error)))
        page.on('console', (message) => {
          if (message.type() === 'error' && !expected.test(message.text())) unexpected.push(message.text())
        })
        return { context, page }
      }
      const state = await launch()
      const entry = { context: state.context, profile }
      open.push(entry)
      return {
        get page() {
          return state.page
        },
        get context() {
          return state.context
        },
        async reopen({ offline = false, path = '/' } = {}) {
          await state.context.close()
          Object.assign(state, await launch())
          entry.context = state.context
          await state.context.setOffline(offline)
          await state.page.goto(path)
        },
      }
    })
    for (const { context, profile } of open) {
      await context.close()
      if (existsSync(profile)) rmSync(profile, { recursive: true, force: true })
    }
  },
})

/** What the browser itself writes when there is no network, or when the server says 401 to a session that is none. */
const expected = /net::ERR_|Failed to load resource|Failed to fetch|WebSocket/

export { expect } from '@playwright/test'
