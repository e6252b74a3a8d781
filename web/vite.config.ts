import { fileURLToPath } from 'node:url'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Builds the browser's files (client), and pages and mails for the server (ssr), in one run. */
export default defineConfig(({ command }) => ({
  root: here('.'),
  publicDir: here('public'),
  plugins: [lingui({ macroTransform: true, configPath: here('lingui.config.ts') }), react()],
  builder: {},
  worker: { format: 'es' },
  build: { emptyOutDir: true, modulePreload: { polyfill: false } },
  environments: {
    client: {
      build: {
        outDir: here('../dist/client'),
        manifest: true,
        assetsInlineLimit: 0,
        rolldownOptions: { input: here('entry-client.tsx') },
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
        rolldownOptions: { input: { pages: here('entry-server.tsx'), emails: here('../emails/render.tsx') } },
      },
    },
  },
}))
