import { defineConfig } from '@playwright/test'
import stories from '../playwright.config.ts'

/** `npm run screens`: the README's pictures, taken from the built app on the demo network. */
export default defineConfig({ ...stories, testDir: '.', testMatch: 'screens.shots.ts', workers: 1, timeout: 240_000 })
