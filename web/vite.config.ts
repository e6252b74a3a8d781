import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Lays compressed copies beside scripts and styles, so that the server compresses nothing when it sends them. */
const compressedCopies: Plugin = {
  name: 'compressed-copies',
  // After the bundle is written: until then Vite still changes the code.
  writeBundle({ dir = '' }, bundle) {
    if (this.environment.name === 'ssr') return
    for (const fileName of Object.keys(bundle).filter((name) => /\.(?:js|css|svg)$/.test(name))) {
      const source = readFileSync(join(dir, fileName))
      writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(source))
      writeFileSync(join(dir, `${fileName}.gz`), gzipSync(source, { level: 9 }))
    }
  },
}

/** How long plugins took is nobody's concern at `npm start`, and on the server nothing is loaded piece by piece. */
const checks = { pluginTimings: false, ineffectiveDynamicImport: false }

/** Builds the browser's files (client), those of the workspace, and pages and mails for the server (ssr), in one run. */
export default defineConfig(({ command }) => ({
  root: here('.'),
  publicDir: here('public'),
  plugins: [lingui({ macroTransform: true, configPath: here('lingui.config.ts') }), react(), compressedCopies],
  builder: {},
  worker: { format: 'es' },
  build: { emptyOutDir: true, modulePreload: { polyfill: false } },
  environments: {
    client: {
      build: {
        outDir: here('../dist/client'),
        manifest: true,
        assetsInlineLimit: 0,
        rolldownOptions: { input: here('entry-client.ts'), checks },
      },
    },
    // A build of its own: what organizers load must not change how the public pages are cut into files.
    workspace: {
      consumer: 'client',
      build: {
        outDir: here('../dist/workspace'),
        manifest: true,
        copyPublicDir: false,
        assetsInlineLimit: 0,
        // The charting library is one piece of 400 kB, and comes with the page that shows a chart.
        chunkSizeWarningLimit: 600,
        rolldownOptions: { input: here('entry-organize.tsx'), checks },
      },
    },
    ssr: {
      // All is bundled but zod, so that the built site runs without the development packages;
      // react-email among them costs 40 ms to load instead of 400. React is its production build
      // whatever NODE_ENV says: the other renders several times slower.
      ...(command === 'build' ? { resolve: { noExternal: true, external: ['zod'] } } : {}),
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: here('../dist/server'),
        rolldownOptions: { input: { pages: here('entry-server.tsx'), emails: here('../emails/render.tsx') }, checks },
      },
    },
  },
}))
