import { defineConfig } from '@playwright/test'
import { chromiumArgs, findChromium } from './support/browser.ts'

const port = Number(process.env['E2E_PORT'] ?? 34_127)
const executablePath = findChromium()

/** Whole errands in a real browser against the built site with its own embedded database. */
export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results/e2e',
  snapshotDir: './e2e/screenshots',
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: '../test-results/playwright.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs },
  },
  webServer: {
    command: 'node tests/support/e2e-server.ts',
    cwd: '..',
    url: `http://localhost:${port}/readyz`,
    env: { PORT: String(port) },
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
