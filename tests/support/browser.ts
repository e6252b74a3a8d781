import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
]

/** The browser that tests drive: CHROMIUM_PATH, one that is installed, or Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH']
  return [...(named ? [named] : []), ...known, chromium.executablePath()].find((path) => existsSync(path)) ?? null
}

/** Chromium refuses its sandbox to root; the rest keeps it from calling home. */
export const chromiumArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
