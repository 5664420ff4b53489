import { existsSync } from 'node:fs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Launch options that name the Chromium of `npm test` (CHROMIUM_PATH), else an installed one, else leave Playwright its own. */
export function installedChromium(): { executablePath?: string } {
  const found = process.env.CHROMIUM_PATH ?? usual.find((path) => existsSync(path))
  return found ? { executablePath: found } : {}
}
