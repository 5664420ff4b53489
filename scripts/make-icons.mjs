// Renders the app's icons (PNG) from pwa/public/icons/icon.svg with Chromium: node scripts/make-icons.mjs
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { findChromium } from './chromium.mjs'

const folder = new URL('../pwa/public/icons/', import.meta.url)
const drawing = await readFile(new URL('icon.svg', folder), 'utf8')
// A maskable icon and Apple's are cut by the system: their ground reaches the edges.
const edgeless = drawing.replace(/(<rect id="ground"[^>]*?) rx="\d+"/, '$1')

const icons = [
  { name: 'icon-192.png', size: 192, svg: drawing },
  { name: 'icon-512.png', size: 512, svg: drawing },
  { name: 'icon-maskable-512.png', size: 512, svg: edgeless },
  { name: 'apple-touch-icon.png', size: 180, svg: edgeless },
]

const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
try {
  const page = await browser.newPage()
  for (const { name, size, svg } of icons) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
    const png = await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })
    await writeFile(new URL(name, folder), png)
    console.log(`${name}: ${size} px, ${png.length} bytes`)
  }
} finally {
  await browser.close()
}
