import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PageEnvelope, RenderedPage } from '#contract/pages.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import type { PageAssets, PageRenderer } from './pages.ts'

const dist = new URL('../../dist/', import.meta.url)

/** Where the browser's files lie; served under /assets and at the root. */
export const clientFolder = fileURLToPath(new URL('client', dist))
/** Where those of the workspace lie; served under /assets. */
export const workspaceFolder = fileURLToPath(new URL('workspace', dist))

type Bundle = {
  renderPage(envelope: PageEnvelope): RenderedPage
  problemWords(locale: string, slug: ProblemSlug): { title: string; advice: string }
}

type Manifest = Record<string, { file: string; css?: string[]; assets?: string[]; imports?: string[] }>

/**
 * Renders pages with the bundle that `vite build` made.
 * @throws Error when there is no build
 */
export async function loadBuiltRenderer(): Promise<PageRenderer> {
  const manifestFile = new URL('client/.vite/manifest.json', dist)
  if (!existsSync(manifestFile)) throw new Error('the pages are not built: run npm start, or npm run build')
  const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const bundle: Bundle = await import(new URL('server/pages.js', dist).href)
  const assets = { ...assetsOf(manifest), workspace: workspaceAssets() }
  return {
    render: async (envelope) => bundle.renderPage(envelope),
    problemWords: async (locale, slug) => bundle.problemWords(locale, slug),
    assets,
  }
}

function assetsOf(manifest: Manifest): Omit<PageAssets, 'workspace'> {
  const entry = manifest['entry-client.ts']
  if (!entry) throw new Error('the build has no entry-client.ts')
  const style = (entry.css ?? []).map((file) => readFileSync(join(clientFolder, file), 'utf8').trim()).join('\n')
  if (/<\/style/i.test(style)) throw new Error('the style sheet would end its element')
  return { style, scripts: [`/${entry.file}`], loader: loaderOf(`/${entry.file}`), isInScript: false }
}

function workspaceAssets(): PageAssets['workspace'] {
  const manifest: Manifest = JSON.parse(readFileSync(join(workspaceFolder, '.vite/manifest.json'), 'utf8'))
  const entry = manifest['entry-organize.tsx']
  if (!entry) throw new Error('the build has no entry-organize.tsx')
  return { scripts: [`/${entry.file}`], styles: (entry.css ?? []).map((file) => `/${file}`) }
}

/**
 * Waits until somebody moves, touches or types, or has looked at the page for four seconds, and then
 * loads the script: an element that names it would hold back the first paint on a slow line by 0.4 s.
 */
function loaderOf(script: string): string {
  return `(()=>{const c=new AbortController,g=()=>{c.abort();clearTimeout(t);import(${JSON.stringify(script)})},t=setTimeout(g,4e3);for(const s of["pointerdown","pointermove","touchstart","keydown","focusin"])document.addEventListener(s,g,{signal:c.signal,passive:true})})()`
}
