import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,sync-server,pwa}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
})
