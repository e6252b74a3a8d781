import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const globalSetup = here('support/global-setup.ts')
const setupFiles = [here('support/quiet.ts')]

/** `unit` needs nothing, `server` a PostgreSQL, `web` a DOM, `faults` whole processes. */
export default defineConfig({
  root: here('..'),
  test: {
    reporters: ['default', ['json', { outputFile: process.env['VITEST_JSON'] ?? here('../test-results/vitest.json') }]],
    projects: [
      {
        root: here('..'),
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/unit/**/*.test.ts', 'tests/architecture/**/*.test.ts', 'tests/emails/**/*.test.ts'],
          setupFiles,
        },
      },
      {
        root: here('..'),
        test: {
          name: 'server',
          environment: 'node',
          // Loading the server anew for each of 70 files takes longer than their tests; no file changes what another sees.
          isolate: false,
          include: ['tests/server/**/*.test.ts', 'tests/migrations/**/*.test.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        root: here('../web'),
        plugins: [lingui({ macroTransform: true, configPath: here('../web/lingui.config.ts') }), react()],
        test: { name: 'web', environment: 'jsdom', include: ['../tests/web/**/*.test.tsx'], setupFiles },
      },
      {
        root: here('..'),
        test: {
          name: 'faults',
          environment: 'node',
          include: ['tests/faults/**/*.test.ts'],
          globalSetup: here('support/prepared-data.ts'),
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
