// Finds a Chromium to drive, or gets one: an installed one, else Playwright's, else Debian's package when root.
// Prints its path; says exactly what to install when none can be had.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Whether it starts: a placeholder of a distribution does not, nor one whose libraries are missing. */
const starts = (path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0

function onPath() {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
    if (found && starts(found)) return found
  }
}

async function playwrights() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return path && existsSync(path) && starts(path) ? path : undefined
}

const attempt = (command, args) => spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 600_000 }).status === 0

/** Path of a Chromium executable. @throws an Error that says what to install. */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
    return named
  }
  const installed = onPath() ?? (await playwrights())
  if (installed) return installed
  console.error('No Chromium found. Trying Playwright’s own …')
  if (attempt('npx', ['playwright', 'install', 'chromium'])) {
    const own = await playwrights()
    if (own) return own
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Trying Debian’s package …')
    attempt('apt-get', ['update'])
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    const debians = onPath()
    if (debians) return debians
  }
  throw new Error(
    'The browser stories need a Chromium. Install one (Debian or Ubuntu: `sudo apt-get install chromium`; macOS: ' +
      '`brew install --cask chromium`; anywhere: `npx playwright install chromium`) or set CHROMIUM_PATH to one.',
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log(await findChromium())
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
